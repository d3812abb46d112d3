/** Two questions: the second is asked when the answer to the first is in the cache. */
export type Pair = readonly [stored: string, asked: string];

/** Pairs that need two answers, by what makes them differ. Written for this bench. */
export const DIFFERENT: Readonly<Record<string, readonly Pair[]>> = {
  opposite: [
    ["How do I enable dark mode?", "How do I disable dark mode?"],
    ["How do I turn on two-step login?", "How do I turn off two-step login?"],
    ["How can I open a savings account?", "How can I close a savings account?"],
    ["How do I add a user to my team?", "How do I remove a user from my team?"],
    ["How do I lock my card in the app?", "How do I unlock my card in the app?"],
    ["What happens when my balance goes up?", "What happens when my balance goes down?"],
    ["How do I subscribe to the newsletter?", "How do I unsubscribe from the newsletter?"],
    ["What is the highest fee for a transfer?", "What is the lowest fee for a transfer?"],
  ],
  negation: [
    ["Which plans include phone support?", "Which plans do not include phone support?"],
    ["Can I travel with my cat?", "Can't I travel with my cat?"],
    ["Why is my parcel tracked?", "Why is my parcel not tracked?"],
    ["What can I pay for with points?", "What can't I pay for with points?"],
    ["Is the lounge open on Sundays?", "Is the lounge never open on Sundays?"],
    ["Which rooms have a balcony?", "Which rooms have no balcony?"],
    ["Can I order with an account?", "Can I order without an account?"],
    ["What should I do after a fall?", "What should I not do after a fall?"],
  ],
  number: [
    ["What is 15 percent of 240?", "What is 25 percent of 240?"],
    ["Where is order 48213?", "Where is order 48231?"],
    ["How do I cancel within 14 days?", "How do I cancel within 30 days?"],
    ["What was new in version 3.2?", "What was new in version 3.4?"],
    ["Who won the cup in 1998?", "Who won the cup in 2002?"],
    ["Which trains leave at 7 pm?", "Which trains leave at 7 am?"],
    ["What does a box for six people cost?", "What does a box for eight people cost?"],
    ["Is the 64 GB model in stock?", "Is the 128 GB model in stock?"],
  ],
  wording: [
    ["How do I fly from Oslo to Rome?", "How do I fly from Rome to Oslo?"],
    ["Who pays when the buyer sues the seller?", "Who pays when the seller sues the buyer?"],
    ["How do I restart the server?", "How do I restart the server remotely?"],
    ["What does a bicycle cost?", "What does a bicycle repair cost?"],
    ["Is the museum open?", "Was the museum open?"],
    ["What is the tallest tower in Spain?", "What is the tallest tower in Peru?"],
    ["How do I store a PDF?", "How do I store a PNG?"],
    ["Why do cats purr at night?", "When do cats purr at night?"],
  ],
};

/** Pairs that one answer serves: a cache that never hits is never wrong. */
export const SAME: readonly Pair[] = [
  ["How do I reset my password?", "How can I reset my password?"],
  ["What is your refund policy?", "Please tell me your refund policy"],
  ["Where can I see my invoices?", "Where do I see my invoices?"],
  ["How long does delivery take?", "How long will delivery take?"],
  ["How do I change my email address?", "I want to change my email address"],
  ["Do you ship to Canada?", "Is shipping to Canada possible?"],
  ["What is the capital of Norway?", "Which city is the capital of Norway?"],
  ["How do I contact support?", "How can I get in touch with support?"],
  ["Can I pay by invoice?", "Is it possible to pay by invoice?"],
  ["What are your opening hours?", "When are you open?"],
  ["How do I delete my account?", "What is the way to delete my account?"],
  ["Is there a student discount?", "Do you have a discount for students?"],
  ["How do I export my data?", "How can my data be exported?"],
  ["Why was my card declined?", "What is the reason my card was declined?"],
  ["How do I install the app?", "How to install the app"],
  ["What does the premium plan cost?", "How much is the premium plan?"],
];

const VERBS =
  "unlock polish inspect demolish repaint auction borrow insure measure photograph".split(" ");
const ADJECTIVES =
  "ancient compact enormous scarlet turquoise wooden crooked valuable forgotten rusted".split(" ");
const NOUNS =
  "doorway window cupboard garden sailboat tractor fountain cottage lantern bridge".split(" ");
const PLACES = "London Lisbon Madrid Vienna Athens Dublin Helsinki Budapest Zagreb Florence".split(
  " ",
);

/**
 * One of ten thousand questions, in one of two wordings. The words are long: two wordings of one question
 * share more letters than two questions do.
 */
export function numbered(index: number, word: "can" | "do" = "can"): string {
  const [verb, adjective, noun, place] = [VERBS, ADJECTIVES, NOUNS, PLACES].map(
    (list, digit) => list[Math.floor(index / 10 ** digit) % list.length],
  );
  return `How ${word} I ${verb} the ${adjective} ${noun} in ${place}?`;
}
