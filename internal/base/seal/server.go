package seal

// serverBucket is the smallest size of a padded secret of the server: most are a second factor or two lines of an audit
// entry's details.
const serverBucket = 64

// Seal seals a small secret which the server must read by itself with nobody logged in: a second factor, the details of
// an audit entry. Who has the database alone reads none of them; who has the key file too reads all. Names and stories
// of people never belong here.
func (k *Keys) Seal(plain []byte, context ...string) ([]byte, error) {
	key, err := k.server()
	if err != nil {
		return nil, err
	}
	return box(key, frame(labelServer, context...), pad(plain, serverBucket))
}

// Open opens what Seal sealed with the same context.
func (k *Keys) Open(sealed []byte, context ...string) ([]byte, error) {
	key, err := k.server()
	if err != nil {
		return nil, err
	}
	padded, err := unbox(key, frame(labelServer, context...), sealed)
	if err != nil {
		return nil, err
	}
	return unpad(padded)
}

func (k *Keys) server() (*[secretSize]byte, error) {
	b, err := k.derive(labelServer)
	if err != nil {
		return nil, err
	}
	return (*[secretSize]byte)(b), nil
}
