package store

import (
	"context"
	"database/sql"
)

// maxStatements bounds the prepared statements a session keeps. A program has a few hundred; more means that some SQL
// text is being composed, and then all are given up.
const maxStatements = 600

// session is a connection with its prepared statements: an import runs the same few a hundred thousand times, and a page
// asks the same few at every visit. SQLite takes longer to understand most of them than to answer.
type session struct {
	ctx        context.Context // of the statements. The writer's never ends: who leaves must not interrupt what others share
	db         *sql.DB
	conn       *sql.Conn
	phrase     func(query string) string // as the engine is quickest with it
	statements map[string]*sql.Stmt
}

func openSession(db *sql.DB, e engine) (*session, error) {
	ctx := context.Background()
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	return &session{ctx: ctx, db: db, conn: conn, phrase: e.phrase, statements: map[string]*sql.Stmt{}}, nil
}

// close ends the connection itself, and with it any transaction, instead of handing it back to the pool.
func (s *session) close() {
	s.forget()
	_ = s.conn.Raw(func(any) error { return errDiscard })
	_ = s.conn.Close()
}

func (s *session) forget() {
	for _, st := range s.statements {
		_ = st.Close()
	}
	clear(s.statements)
}

func (s *session) prepare(query string) (*sql.Stmt, error) {
	if err := s.ctx.Err(); err != nil {
		return nil, err
	}
	if st, ok := s.statements[query]; ok {
		return st, nil
	}
	if len(s.statements) >= maxStatements {
		s.forget()
	}
	st, err := s.conn.PrepareContext(s.ctx, s.phrase(query))
	if err == nil {
		s.statements[query] = st
	}
	return st, err
}

func (s *session) exec(query string, args []any) (sql.Result, error) {
	st, err := s.prepare(query)
	if err != nil {
		return nil, err
	}
	return st.ExecContext(s.ctx, args...)
}

func (s *session) query(query string, args []any) (*sql.Rows, error) {
	st, err := s.prepare(query)
	if err != nil {
		return nil, err
	}
	return st.QueryContext(s.ctx, args...)
}

func (s *session) queryRow(query string, args []any) *sql.Row {
	st, err := s.prepare(query)
	if err != nil {
		return s.refuse(err)
	}
	return st.QueryRowContext(s.ctx, args...)
}

// refuse answers the row of a query that does not run, whose Scan reports err.
func (s *session) refuse(err error) *sql.Row {
	return s.db.QueryRowContext(refusal{context.Background(), err}, "")
}

// refusal is a context that has ended with an error: sql.Row has no other way to be given one.
type refusal struct {
	context.Context
	err error
}

// Done is over.
func (refusal) Done() <-chan struct{} {
	over := make(chan struct{})
	close(over)
	return over
}

// Err is what Scan reports.
func (r refusal) Err() error { return r.err }

// begin opens a writing transaction. It is not prepared, so that an engine may say more than one thing in one journey to its server.
func (s *session) begin(e engine) error {
	_, err := s.conn.ExecContext(s.ctx, e.begin())
	return err
}

func (s *session) do(query string) error {
	_, err := s.exec(query, nil)
	return err
}
