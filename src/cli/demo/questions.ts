/** One question of the script. */
export interface Question {
  readonly ask: string;
  /** The answer that is right. Being served a cached answer to another topic is a wrong hit. */
  readonly topic: string;
  /** Name of the conversation it continues; without one it opens its own. */
  readonly conversation?: string;
  /** Close to a cached question in wording, and still another question. */
  readonly isTrap?: true;
}

/** Questions that belong together. */
export interface Chapter {
  readonly title: string;
  readonly questions: readonly Question[];
}

/**
 * A morning at the support desk of Kettle & Crane: nobody knows what others have asked. Paraphrases
 * that miss are kept, and the traps are of the kinds that the standard guards know.
 */
export const SCRIPT: readonly Chapter[] = [
  {
    title: "New questions: the model answers, the cache remembers",
    questions: [
      { ask: "How do I reset my password?", topic: "password-reset" },
      { ask: "How do I pause my subscription?", topic: "pause" },
      { ask: "How much does the monthly plan cost?", topic: "monthly-price" },
      { ask: "Where is my order 10273?", topic: "order-10273" },
      { ask: "How do I enable two-factor authentication?", topic: "two-factor-on" },
      { ask: "How long does delivery take?", topic: "delivery-time" },
      { ask: "Can I return coffee that I have opened?", topic: "return-opened" },
      { ask: "How should I store coffee beans?", topic: "storage" },
    ],
  },
  {
    title: "Asked again, to the letter or nearly so: no embedding needed",
    questions: [
      { ask: "How do I reset my password?", topic: "password-reset" },
      { ask: "how do i reset my password", topic: "password-reset" },
      { ask: "WHERE IS MY ORDER 10273???", topic: "order-10273" },
      { ask: "How long does delivery take?", topic: "delivery-time" },
      { ask: "Hi there, how do I pause my subscription? Thanks!", topic: "pause" },
      { ask: "How should I store coffee beans, please?", topic: "storage" },
      { ask: "How much does the monthly plan cost?", topic: "monthly-price" },
      { ask: "how do I enable two-factor authentication", topic: "two-factor-on" },
    ],
  },
  {
    title: "Asked in other words: found by meaning",
    questions: [
      { ask: "I forgot my password, how can I reset it?", topic: "password-reset" },
      { ask: "Can I pause my coffee subscription for a while?", topic: "pause" },
      { ask: "What is the price of the monthly plan?", topic: "monthly-price" },
      { ask: "Can you tell me where order 10273 is?", topic: "order-10273" },
      {
        ask: "how can I enable two-factor authentication for my account?",
        topic: "two-factor-on",
      },
      { ask: "How many days does delivery take?", topic: "delivery-time" },
      { ask: "What is the best way to store coffee beans?", topic: "storage" },
      { ask: "I've already opened the bag, can I still return it?", topic: "return-opened" },
      { ask: "I want to pause my subscription, how does that work?", topic: "pause" },
      { ask: "Where do I switch on two-factor authentication?", topic: "two-factor-on" },
      { ask: "how much is the monthly plan", topic: "monthly-price" },
      { ask: "How long does a delivery usually take?", topic: "delivery-time" },
      {
        ask: "How long will it take until my coffee is delivered?",
        topic: "delivery-time",
      },
    ],
  },
  {
    title: "Almost the same words, another question: must not be served from the cache",
    questions: [
      { ask: "Where is my order 10274?", topic: "order-10274", isTrap: true },
      { ask: "How much does the yearly plan cost?", topic: "yearly-price", isTrap: true },
      { ask: "How do I disable two-factor authentication?", topic: "two-factor-off", isTrap: true },
      { ask: "How do I cancel my subscription?", topic: "cancel", isTrap: true },
      {
        ask: "Can I return coffee that I have not opened?",
        topic: "return-unopened",
        isTrap: true,
      },
      {
        ask: "How do I sign in without a password?",
        topic: "sign-in-without-password",
        isTrap: true,
      },
    ],
  },
  {
    title: "Both of such a pair are cached now, and each gets its own answer",
    questions: [
      { ask: "where's order #10274", topic: "order-10274" },
      { ask: "What is the price of the yearly plan?", topic: "yearly-price" },
      { ask: "Can you tell me how to cancel my subscription?", topic: "cancel" },
      { ask: "how do i disable two-factor authentication?", topic: "two-factor-off" },
      { ask: "Can I return coffee that I have opened?", topic: "return-opened" },
      { ask: "Please, how do I sign in without a password?", topic: "sign-in-without-password" },
    ],
  },
  {
    title: "Conversations: a follow-up means what came before it",
    questions: [
      { conversation: "Ada", ask: "How do I cancel my subscription?", topic: "cancel" },
      { conversation: "Ada", ask: "Will I get my money back?", topic: "cancel-refund" },
      {
        conversation: "Ben",
        ask: "I want to cancel my subscription, how do I do that?",
        topic: "cancel",
      },
      { conversation: "Ben", ask: "And do I get my money back?", topic: "cancel-refund" },
      {
        conversation: "Cleo",
        ask: "Can I return coffee that I have opened?",
        topic: "return-opened",
      },
      {
        conversation: "Cleo",
        ask: "Will I get my money back?",
        topic: "return-opened-refund",
        isTrap: true,
      },
      { conversation: "Dan", ask: "How long does delivery take?", topic: "delivery-time" },
      { conversation: "Dan", ask: "And to Canada?", topic: "delivery-time-canada" },
      { conversation: "Eve", ask: "hello, how long does delivery take", topic: "delivery-time" },
      { conversation: "Eve", ask: "What about Canada?", topic: "delivery-time-canada" },
    ],
  },
];
