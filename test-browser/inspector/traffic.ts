/** One request of the scripted hour. */
export interface Step {
  readonly prompt: string;
  readonly namespace?: string;
  readonly tags?: string[];
  readonly cache?: "no-store";
}

const SUPPORT: Omit<Step, "prompt"> = { namespace: "support" };
const BILLING: Omit<Step, "prompt"> = { namespace: "billing", tags: ["prices-2026"] };

/** What is asked at the desk, in its order: first questions, repetitions, other words, near misses. */
export const TRAFFIC: readonly Step[] = [
  { ...SUPPORT, prompt: "How do I reset my password?" },
  { ...BILLING, prompt: "Where can I find my invoice?" },
  { ...SUPPORT, prompt: "How can I reset my password?" },
  { ...BILLING, prompt: "How long does a refund take?" },
  { ...SUPPORT, prompt: "how do i reset my password" },
  { ...SUPPORT, prompt: "Can I change the delivery address of order 10273?" },
  { ...BILLING, prompt: "How long do refunds take?" },
  { ...SUPPORT, prompt: "Can I change the delivery address of order 10274?" },
  { ...SUPPORT, prompt: "What is the weather today?" },
  { ...SUPPORT, prompt: "Do you ship to Norway?" },
  { ...BILLING, prompt: "Where do I find my invoice?" },
  { ...SUPPORT, prompt: "Do you ship to Switzerland?" },
  { ...SUPPORT, prompt: "How do I reset the password?" },
  { ...BILLING, prompt: "Where can I find my invoice?" },
  { ...SUPPORT, prompt: "How do I cancel my subscription?" },
  { ...SUPPORT, prompt: "How can I cancel my subscription?" },
  { ...SUPPORT, prompt: "How do I export my data?" },
  { ...SUPPORT, prompt: "My own case", cache: "no-store" },
  { ...BILLING, prompt: "How long does it take to get a refund?" },
  { ...SUPPORT, prompt: "How do I reset my password?" },
  { ...SUPPORT, prompt: "How do I not cancel my subscription?" },
  { ...BILLING, prompt: "How long does a refund take?" },
  { ...SUPPORT, prompt: "How can I export my data?" },
  { ...SUPPORT, prompt: "How do I reset my password!" },
  { ...SUPPORT, prompt: "How do I cancel the subscription?" },
  { ...BILLING, prompt: "Where can I find the invoice?" },
  { ...SUPPORT, prompt: "How can I reset a forgotten password?" },
  { ...BILLING, prompt: "Where is my invoice?" },
  { ...SUPPORT, prompt: "I want to cancel my subscription" },
  { ...SUPPORT, prompt: "How do I end my subscription?" },
  { ...BILLING, prompt: "How long does my refund take?" },
  { ...SUPPORT, prompt: "Do you ship to Norway by air?" },
  { ...SUPPORT, prompt: "How do I export all my data?" },
  { ...BILLING, prompt: "How long does a refund by card take?" },
];

/** As many requests as asked for: the script, then what was asked before, over and over in another order. */
export function busyTraffic(requests: number): readonly Step[] {
  const stride = 7; // no divisor of the script's length
  return Array.from({ length: requests }, (_none, at) => {
    const place = at < TRAFFIC.length ? at : (at * stride) % TRAFFIC.length;
    return TRAFFIC[place] ?? { prompt: "How do I reset my password?" };
  });
}
