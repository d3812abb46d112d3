import { expect, test } from "vitest";
import { createAddresses } from "../../src/stores/encrypted/addresses.ts";

const known = { scope: "1", key: "2" };
const blinded = { scope: "a", key: "b" };

test("news of an address that was forgotten stands for anything", () => {
  const addresses = createAddresses();
  addresses.remember(blinded, known);
  const before = addresses.ofInvalidation({ entries: [blinded] });

  for (let at = 0; at < 20_000; at++) addresses.remember({ scope: "c", key: `${at}` }, known);

  expect(before).toEqual({ entries: [known] });
  expect(addresses.ofInvalidation({ entries: [blinded] })).toEqual({});
});

test("news of what nobody here has seen is told as it came: it may be being read", () => {
  const news = { entries: [blinded] };

  expect(createAddresses().ofInvalidation(news)).toEqual(news);
});

test("a change of an address that is not known is told as it came", () => {
  const addresses = createAddresses();

  expect(addresses.ofChange({ type: "evict", ...blinded })).toEqual({ type: "evict", ...blinded });
});
