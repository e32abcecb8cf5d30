// Proofs in the journal's log: RFC 6962 hashes, RFC 9162 sections 2.1.3.2 and 2.1.4.2.
const leafHash = (body) => sha256(Uint8Array.of(0), body);
const pairHash = (left, right) => sha256(Uint8Array.of(1), left, right);
const half = (number) => Math.floor(number / 2);
const same = (one, other) => toHex(one) === toHex(other);

// Calls `join(neighbour, onTheLeft)` from the entry upwards; answers whether the proof was exactly long enough.
const climb = (start, end, nodes, join) => {
  let [place, last] = [start, end];
  for (const neighbour of nodes) {
    if (last === 0) return false;
    const left = place % 2 === 1 || place === last;
    join(neighbour, left);
    if (left) while (place % 2 === 0 && place !== 0) [place, last] = [half(place), half(last)];
    [place, last] = [half(place), half(last)];
  }
  return last === 0;
};

const included = (leaf, nodes, index, size, root) => {
  if (!(index >= 0 && index < size)) return false;
  let reached = leaf;
  const whole = climb(index, size - 1, nodes, (neighbour, left) => {
    reached = left ? pairHash(neighbour, reached) : pairHash(reached, neighbour);
  });
  return whole && same(reached, root);
};

const grown = (first, second, proof) => {
  if (!(first.size > 0 && first.size < second.size) || proof.length === 0) return false;
  const power = Number.isInteger(Math.log2(first.size));
  const nodes = power ? [first.root, ...proof] : proof;
  let [place, last] = [first.size - 1, second.size - 1];
  while (place % 2 === 1) [place, last] = [half(place), half(last)];
  let before = nodes[0];
  let now = nodes[0];
  const whole = climb(place, last, nodes.slice(1), (neighbour, left) => {
    if (left) before = pairHash(neighbour, before);
    now = left ? pairHash(neighbour, now) : pairHash(now, neighbour);
  });
  return whole && same(before, first.root) && same(now, second.root);
};
