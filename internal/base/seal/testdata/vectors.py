"""Makes vectors.json: what package seal must open for ever, written by another hand.

Nothing here calls the Go code. Formats are built from their description, on the primitives of Python's `cryptography`
(48, OpenSSL 4) and hashlib; HChaCha20, X-Wing, the HPKE key schedule, Shamir's line and the age stream are spelled out. So a fault in
the Go code, or in a library under it, does not show up on both sides. Run it only to add a case; never to make a failing test pass.
"""
import base64, hashlib, hmac, json, struct
from cryptography.hazmat.primitives.asymmetric import ed25519, mlkem, x25519
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

SUITE = b"\x01"


def fixed(name, size=32):  # stands in for randomness
    return hashlib.shake_256(b"vector " + name.encode()).digest(size)


def frame(*parts):
    return b"".join(struct.pack(">Q", len(p)) + p for p in (x.encode() if isinstance(x, str) else x for x in parts))


def mac(key, data):
    return hmac.new(key, data, hashlib.sha256).digest()


def expand(prk, info, size):
    out, block = b"", b""
    while len(out) < size:
        block = mac(prk, block + info + bytes([len(out) // 32 + 1]))
        out += block
    return out[:size]


def derive(secret, salt, size, *parts):
    return expand(mac(salt or bytes(32), secret), frame(*parts), size)


# --- XChaCha20-Poly1305 ---------------------------------------------------------------------------------------------
def hchacha(key, nonce):
    s = list(struct.unpack("<16I", b"expand 32-byte k" + key + nonce))
    rot = lambda v, n: ((v << n) | (v >> (32 - n))) & 0xFFFFFFFF

    def quarter(a, b, c, d):
        for x, y, z, n in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
            s[x] = (s[x] + s[y]) & 0xFFFFFFFF
            s[z] = rot(s[z] ^ s[x], n)

    for _ in range(10):
        for q in ((0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15), (0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14)):
            quarter(*q)
    return struct.pack("<8I", *s[:4], *s[12:])


def box(key, bound, plain, name):
    nonce = fixed("nonce " + name, 24)
    return SUITE + nonce + ChaCha20Poly1305(hchacha(key, nonce[:16])).encrypt(bytes(4) + nonce[16:], plain, bound)


def pad(plain, smallest):
    size = smallest
    while size < 8 + len(plain):
        size *= 2
    return (struct.pack(">Q", len(plain)) + plain).ljust(size, b"\0")


# --- X-Wing and HPKE ------------------------------------------------------------------------------------------------
def xwing_private(seed):
    b = hashlib.shake_256(seed).digest(96)
    return mlkem.MLKEM768PrivateKey.from_seed_bytes(b[:64]), x25519.X25519PrivateKey.from_private_bytes(b[64:])


def xwing_public(seed):
    pq, classic = xwing_private(seed)
    return pq.public_key().public_bytes_raw() + classic.public_key().public_bytes_raw()


def hpke_seal(public, info, plain, name):
    pq, classic = mlkem.MLKEM768PublicKey.from_public_bytes(public[:1184]), public[1184:]
    one, pq_ct = pq.encapsulate()
    ephemeral = x25519.X25519PrivateKey.from_private_bytes(fixed("ephemeral " + name))
    two, classic_ct = ephemeral.exchange(x25519.X25519PublicKey.from_public_bytes(classic)), ephemeral.public_key().public_bytes_raw()
    shared = hashlib.sha3_256(one + two + classic_ct + classic + b"\\.//^\\").digest()
    suite = b"HPKE" + struct.pack(">HHH", 0x647A, 1, 3)
    extract = lambda salt, label, ikm: mac(salt or bytes(32), b"HPKE-v1" + suite + label + ikm)
    labelled = lambda prk, label, data, size: expand(prk, struct.pack(">H", size) + b"HPKE-v1" + suite + label + data, size)
    schedule = b"\0" + extract(b"", b"psk_id_hash", b"") + extract(b"", b"info_hash", info)
    secret = extract(shared, b"secret", b"")
    key, nonce = labelled(secret, b"key", schedule, 32), labelled(secret, b"base_nonce", schedule, 12)
    return SUITE + pq_ct + classic_ct + ChaCha20Poly1305(key).encrypt(nonce, plain, b"")


# --- letters --------------------------------------------------------------------------------------------------------
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def letters(data):
    bits = int.from_bytes(data, "big") << (-len(data) * 8 % 5)
    return "".join(CROCKFORD[bits >> i & 31] for i in range((len(data) * 8 + 4) // 5 * 5 - 5, -1, -5))


def checked(text, group):
    value = 0
    for c in text + "00":
        value = value * 32 + CROCKFORD.index(c)
    check = -value % 1021
    text += CROCKFORD[check // 32] + CROCKFORD[check % 32]
    return "-".join(text[i : i + group] for i in range(0, len(text), group))


# --- age ------------------------------------------------------------------------------------------------------------
def age_file(key, bound, plain, name):
    stream = fixed("stream " + name, 16)
    b64 = lambda b: base64.b64encode(b).rstrip(b"=")
    body = b64(box(key, bound, stream, name))
    lines = [body[i : i + 64] for i in range(0, len(body), 64)]
    if len(body) % 64 == 0:
        lines.append(b"")
    head = b"age-encryption.org/v1\n-> approdo/1\n" + b"\n".join(lines) + b"\n---"
    head += b" " + b64(mac(expand(mac(bytes(32), stream), b"header", 32), head)) + b"\n"
    nonce = fixed("payload " + name, 16)
    payload = expand(mac(nonce, stream), b"payload", 32)
    inner = struct.pack(">H", len(plain)) + plain
    inner = inner.ljust(4096, b"\0")
    return head + nonce + ChaCha20Poly1305(payload).encrypt(bytes(11) + b"\1", inner, b"")


# RFC 9106, 5.3. Go's argon2 takes neither a secret nor associated data, so this vector is held here, and the Go code to this library.
rfc = Argon2id(salt=b"\2" * 16, length=32, iterations=3, lanes=4, memory_cost=32, ad=b"\4" * 12, secret=b"\3" * 8).derive(b"\1" * 32)
assert rfc.hex() == "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"

# --- the cases ------------------------------------------------------------------------------------------------------
keyfile, person, session = fixed("key file"), fixed("person key"), fixed("session key")
seed = bytearray(fixed("seed"))
seed[31] &= 0x0F
seed = bytes(seed)
opens, signs = derive(seed, b"", 32, "approdo/1/hpke"), ed25519.Ed25519PrivateKey.from_private_bytes(derive(seed, b"", 32, "approdo/1/ed25519"))
public = SUITE + xwing_public(opens) + signs.public_key().public_bytes_raw()
finger = hashlib.sha256(frame("approdo/1/fingerprint", public)).digest()

password, salt = "è una frase abbastanza lunga", fixed("salt", 16)
slow = Argon2id(salt=salt, length=32, iterations=3, lanes=1, memory_cost=64 << 10).derive(password.encode())
both = derive(slow, derive(keyfile, b"", 32, "approdo/1/pepper"), 64, "approdo/1/slot", "account-1", "password")
slot = SUITE + salt + both[:32] + box(both[32:], frame("approdo/1/slot seed", "account-1", "password"), seed, "slot")

ORDER = 2**252 + 27742317777372353535851937790883648493
slope = int.from_bytes(fixed("slope", 64), "little") % ORDER
points = [((int.from_bytes(seed, "little") + slope * x) % ORDER).to_bytes(32, "little") for x in (1, 2, 3)]

record = b'{"name":"Persona inventata"}'
vectors = {
    "key file": keyfile,
    "seed": seed,
    "person key": person,
    "session key": session,
    "public": public,
    "fingerprint": " ".join("%05d" % (int.from_bytes(finger[i * 6 : i * 6 + 6], "big") % 100000) for i in range(5)),
    "signature": signs.sign(frame("approdo/1/signed", "grant", "the message")),
    "sealed key": hpke_seal(public[1:1217], frame("approdo/1/sealed", "compartment-1", "3"), person, "sealed key"),
    "slot": slot,
    "wrapped key": box(person, frame("approdo/1/wrapped", "compartment-1", "3"), session, "wrap"),
    "locked seed": box(session, frame("approdo/1/locked", "session-1"), seed, "lock"),
    "record": box(person, frame("approdo/1/record", "organisation-1", "person-1", "name", "7", "2"), pad(record, 256), "record"),
    "token": mac(derive(person, b"", 32, "approdo/1/token"), frame("phone", "+390000000")),
    "server token": mac(keyfile, frame("row", "a", "b")),
    "server secret": box(derive(keyfile, b"", 32, "approdo/1/server"), frame("approdo/1/server", "factor", "account-1"), pad(fixed("factor", 20), 64), "server"),
    "factor": fixed("factor", 20),
    "checkpoint public": ed25519.Ed25519PrivateKey.from_private_bytes(derive(keyfile, b"", 32, "approdo/1/checkpoint key")).public_key().public_bytes_raw(),
    "file": age_file(person, frame("approdo/1/file", "file-1"), b"an invented page", "file"),
    "shares": [checked(str(x) + letters(p), 5) for x, p in zip((1, 2, 3), points)],
    "commitment": SUITE + b"".join(hashlib.sha256(frame("approdo/1/share", str(x), p)).digest() for x, p in zip((1, 2, 3), points)),
    "recovery code": checked(letters(fixed("code", 16)), 4),
}
with open("vectors.json", "w") as f:
    json.dump({k: v.hex() if isinstance(v, bytes) else v for k, v in vectors.items()}, f, indent=1, ensure_ascii=False)
    f.write("\n")
