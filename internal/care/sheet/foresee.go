package sheet

import (
	"context"
	"maps"
	"slices"
	"strings"

	"approdo/internal/base/store"
	"approdo/internal/care/sheet/grid"
)

// What one answer leaves open can often be asked together with the question itself, so that people need not answer twice: whatever is asked in the same words of the
// same rows however the open questions are answered. To find it, a file is read as if they were answered in one way and in another; nothing else is kept of that.

// mostForeseen is how many rows a file may have of which it is worth it.
const mostForeseen = 10_000

// foresee adds to the questions of a draft those that its open ones do not concern, and keeps what the file would be either way for Compare to ask more.
func (d *Desk) foresee(ctx context.Context, w *World, file *grid.File, m Map, draft *Draft) error {
	rows := 0
	for _, s := range file.Sheets {
		rows += len(s.Rows)
	}
	if rows > mostForeseen {
		return nil
	}
	one, other, err := d.bothWays(ctx, w, draft, file, m)
	if err != nil {
		return err
	}
	draft.preview.Questions = append(draft.preview.Questions, draft.either(one.preview.Questions, other.preview.Questions, Question.alike)...)
	if one != draft && open(one.preview.Questions) == nil && open(other.preview.Questions) == nil {
		draft.ways = []*Draft{one, other}
	}
	if !one.unexplained() && !other.unexplained() {
		return nil
	}
	if len(draft.lines)+len(draft.preview.Refused) == 0 { // its rows were not read
		draft.preview.Unread = inBoth(one.preview.Unread, other.preview.Unread)
	}
	m.supposing = true
	if one, other, err = d.bothWays(ctx, w, draft, file, m); err != nil {
		return err
	}
	for _, q := range draft.either(one.preview.Questions, other.preview.Questions, Question.alike) {
		if kind, _, _ := strings.Cut(q.ID, "."); slices.Contains(whatever, kind) {
			draft.preview.Questions = append(draft.preview.Questions, q)
		}
	}
	return nil
}

// whatever are the questions that rows raise whatever their words mean.
var whatever = []string{"fill", "repeated", "cancelled", "status", "notice", "sums", "persons"}

// inBoth are the words that are not understood either way.
func inBoth(one, other []Unread) (list []Unread) {
	for _, u := range one {
		at := slices.IndexFunc(other, func(o Unread) bool { return o.Letter == u.Letter && o.Field == u.Field })
		if at < 0 {
			continue
		}
		u.Words = slices.DeleteFunc(slices.Clone(u.Words), func(w UnreadWord) bool {
			return !slices.ContainsFunc(other[at].Words, func(o UnreadWord) bool { return o.Key() == w.Key() })
		})
		if u.Hidden = min(u.Hidden, other[at].Hidden); len(u.Words)+u.Hidden > 0 {
			list = append(list, u)
		}
	}
	return list
}

// unexplained reports whether the file has words that nobody has explained.
func (d *Draft) unexplained() bool {
	return slices.ContainsFunc(d.preview.Unread, func(u Unread) bool { return u.Open() > 0 })
}

// bothWays reads a file as if its open questions were answered by the first answer, and by another.
func (d *Desk) bothWays(ctx context.Context, w *World, draft *Draft, file *grid.File, m Map) (one, other *Draft, err error) {
	if one, err = d.follow(ctx, w, draft, file, m, func(q Question) Answer { return q.Answers[0] }); err == nil {
		other, err = d.follow(ctx, w, draft, file, m, Question.otherwise)
	}
	return one, other, err
}

// either lists the questions that are asked either way, and not yet.
func (d *Draft) either(one, other []Question, same func(q, other Question) bool) (list []Question) {
	for _, q := range one {
		if !d.asked(q.ID) && slices.ContainsFunc(other, func(other Question) bool { return same(q, other) }) {
			q.Given = ""
			list = append(list, d.given(q))
		}
	}
	return list
}

// foreseen are the questions that comparing raises, however those that are open are answered.
func (d *Draft) foreseen(tx *store.Tx) ([]Question, error) {
	if len(d.ways) == 0 {
		return nil, nil
	}
	var raised [2][]Question
	for i, way := range d.ways {
		c, err := way.compare(tx)
		if err != nil {
			return nil, err
		}
		raised[i] = c.questions
	}
	return d.either(raised[0], raised[1], Question.same), nil
}

// otherwise is another answer than the first: the one that leaves something out, if there is one. One by which rows are refused is none that lets a file in.
func (q Question) otherwise() Answer {
	q.Answers = slices.DeleteFunc(slices.Clone(q.Answers), func(a Answer) bool { return a.ID == "refuse" })
	if at := slices.IndexFunc(q.Answers, func(a Answer) bool { return a.ID == leaveOut }); at >= 0 {
		return q.Answers[at]
	}
	return q.Answers[min(1, len(q.Answers)-1)]
}

// same reports whether two questions ask the same of the same rows.
func (q Question) same(other Question) bool {
	return q.alike(other) && slices.EqualFunc(q.Rows, other.Rows, slices.Equal)
}

// alike reports whether two questions ask the same, be it of other rows: an answer may leave some out.
func (q Question) alike(other Question) bool {
	return q.ID == other.ID && slices.EqualFunc(q.Answers, other.Answers, func(a, b Answer) bool { return a.ID == b.ID })
}

// follow reads a file as if every open question were answered in some way, and those that follow from it.
func (d *Desk) follow(ctx context.Context, w *World, draft *Draft, file *grid.File, m Map, how func(Question) Answer) (*Draft, error) {
	m.Answers = maps.Clone(m.Answers)
	if m.Answers == nil {
		m.Answers = map[string]string{}
	}
	for turn := range 3 { // what is asked next may hang on an answer
		open := draft.preview.Open()
		if len(open) == 0 && (turn > 0 || !m.supposing) || slices.ContainsFunc(open, func(q Question) bool { return len(q.Answers) == 0 }) {
			break
		}
		for _, q := range open {
			m.Answers[q.ID] = how(q).ID
		}
		var err error
		if draft, err = d.read(ctx, w, draft.form.kind, file, m, nil); err != nil {
			return nil, err
		}
	}
	return draft, nil
}
