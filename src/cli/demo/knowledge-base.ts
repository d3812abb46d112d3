/** What the support desk knows about one thing. */
export interface Article {
  /** Names the answer: two questions with one topic may share an answer, others must not. */
  readonly topic: string;
  /** Questions, in lower case, that this answers. The first article that matches is the answer. */
  readonly asks: RegExp;
  /** Only answers what follows one of these topics in a conversation. */
  readonly follows?: readonly string[];
  readonly answer: string;
}

const ORDERS: readonly (readonly [id: number, status: string])[] = [
  [10273, "left our roastery yesterday and is with the carrier; it should reach you on Thursday"],
  [
    10274,
    "is still being packed because the Sidamo beans are roasted tomorrow; it ships on Friday",
  ],
  [10311, "was delivered on Monday and left with your neighbour at number 12"],
];

const ORDER_ARTICLES: readonly Article[] = ORDERS.map(([id, status]) => ({
  topic: `order-${id}`,
  asks: new RegExp(`\\b${id}\\b`),
  answer: `Order ${id} ${status}. You find the tracking link under Orders in your account, and in the e-mail we sent you when you ordered.`,
}));

const FOLLOW_UPS: readonly Article[] = [
  {
    topic: "cancel-refund",
    follows: ["cancel"],
    asks: /money back|refund/,
    answer:
      "You get back what you paid for bags that we have not shipped yet, to the card or account you paid with. Bags that are already on their way are not refunded, but they are yours to keep. It takes three to five working days.",
  },
  {
    topic: "return-opened-refund",
    follows: ["return-opened"],
    asks: /money back|refund/,
    answer:
      "For an opened bag we do not pay out money: you get its full price as store credit, as soon as you have told us what was wrong with it. The credit never expires.",
  },
  {
    topic: "delivery-time-canada",
    follows: ["delivery-time"],
    asks: /canada/,
    answer:
      "To Canada it takes seven to ten working days, because parcels go through customs in Toronto. You get a tracking number as soon as the carrier has it.",
  },
  {
    topic: "shipping-cost-canada",
    follows: ["shipping-cost"],
    asks: /canada/,
    answer:
      "To Canada, shipping is $14.50 for up to two kilograms, duties included. It is free from $120.",
  },
];

const ACCOUNT: readonly Article[] = [
  {
    topic: "sign-in-without-password",
    asks: /without (?:a |my )?password/,
    answer:
      'Choose "Send me a code" on the sign-in page: we e-mail you six digits that sign you in once. Your password keeps working, and you do not need to change it.',
  },
  {
    topic: "password-reset",
    asks: /(?:reset|forg[eo]t).*password|password.*(?:reset|forg[eo]t)/,
    answer:
      'Open the sign-in page and choose "Forgot password". We e-mail you a link that is good for one hour; follow it and pick a new password of at least twelve characters. Look into your spam folder if nothing arrives within five minutes.',
  },
  {
    topic: "two-factor-off",
    asks: /(?:disable|turn off|switch off|remove).*two.factor/,
    answer:
      "Go to Account, then Security, and choose Remove next to your authenticator. We ask for one last code, and from then on your password alone signs you in. Your recovery codes stop working.",
  },
  {
    topic: "two-factor-on",
    asks: /(?:enable|turn on|switch on|set up|activate).*two.factor/,
    answer:
      "Go to Account, then Security, and choose Add authenticator. Scan the code with an app such as Aegis or 1Password, type in the six digits it shows, and keep the recovery codes somewhere safe.",
  },
  {
    topic: "account-deletion",
    asks: /(?:delete|close) my account/,
    answer:
      "Under Account, choose Delete account and confirm with your password. Your data is gone after 14 days; invoices are kept for seven years, as the law asks of us.",
  },
  {
    topic: "human",
    asks: /human|real person|contact/,
    answer:
      "You reach us by phone at 555 0142, on weekdays from 8 to 18, or at hello@kettleandcrane.example. We answer e-mails within one working day.",
  },
];

const SUBSCRIPTION: readonly Article[] = [
  {
    topic: "cancel",
    asks: /cancel\b.*subscription/,
    answer:
      "Open Subscription in your account and choose Cancel. It ends at once and there is no notice period; bags that have already been packed still reach you. Your account and your order history stay.",
  },
  {
    topic: "pause",
    asks: /pause\b.*subscription/,
    answer:
      "Open Subscription in your account, choose Pause, and pick the week in which it should start again, up to six months ahead. You are not charged in the meantime, and your price stays the same.",
  },
  {
    topic: "yearly-price",
    asks: /yearly plan/,
    answer:
      "The yearly plan is $199, paid once, for two 250 g bags a month. That is $17 less than twelve months of the monthly plan, and a tasting box comes with it.",
  },
  {
    topic: "monthly-price",
    asks: /monthly plan/,
    answer:
      "The monthly plan is $18 for two 250 g bags, shipping included. You pay on the day the bags leave our roastery, and you can stop whenever you like.",
  },
];

const DELIVERY: readonly Article[] = [
  {
    topic: "delivery-time",
    asks: /(?:how long|how many days|when).*(?:deliver|shipping|arrive)/,
    answer:
      "Two to three working days within the United States. We roast on Tuesdays and Fridays and ship on the same day, so that your beans are never older than four days when they arrive.",
  },
  {
    topic: "shipping-cost",
    asks: /(?:how much|cost|charge).*(?:shipping|delivery)|(?:shipping|delivery).*cost/,
    answer: "Shipping is $4.90 within the United States, and free from $40 or with any plan.",
  },
  {
    topic: "delivery-address",
    asks: /(?:delivery|shipping) address|address.*deliver/,
    answer:
      "Under Account, choose Addresses and edit the one marked Delivery. Parcels that are already labelled go to the old address; write to us within the hour and we can still catch them.",
  },
  {
    topic: "damaged",
    asks: /damaged|broken/,
    answer:
      "We are sorry! Send a photo of the parcel and of the bags to hello@kettleandcrane.example within 14 days, and a new one leaves with our next shipment. You need not send anything back.",
  },
];

const COFFEE: readonly Article[] = [
  {
    topic: "return-unopened",
    asks: /(?:return|send back).*(?:not opened|unopened|n't opened)/,
    answer:
      "Yes. Unopened bags can come back within 30 days of delivery; print the free label under Orders. You get the full price back, to the card or account you paid with, three days after we have them.",
  },
  {
    topic: "return-opened",
    asks: /opened/,
    answer:
      "You need not send it back: if you do not like a coffee, tell us within 30 days what was wrong with it and we credit the bag. That works for one opened bag per order.",
  },
  {
    topic: "shelf-life",
    asks: /how long.*(?:store|keep)/,
    answer:
      "Whole beans taste best for six weeks after roasting, and stay good for about four months. Ground coffee loses its aroma within two weeks.",
  },
  {
    topic: "storage",
    asks: /(?:store|keep).*(?:beans|coffee)/,
    answer:
      "Leave the beans in our bag, press the air out and close the zip, then keep it in a cupboard: cool, dark and dry. The fridge is too damp. What you will not use within a month can go into the freezer.",
  },
  {
    topic: "decaf",
    asks: /decaf/,
    answer:
      "Yes, two: Quiet Heron from Colombia and Late Lamp from Mexico. Both are decaffeinated with water alone, without solvents.",
  },
];

const PAYMENT: readonly Article[] = [
  {
    topic: "invoice",
    asks: /invoice/,
    answer:
      "Every invoice is under Orders in your account: open the order and choose Download invoice. For invoices with a company name, fill in your tax number under Account first.",
  },
  {
    topic: "payment-methods",
    asks: /payment|how can i pay/,
    answer:
      "We take Visa, Mastercard and American Express, PayPal, Apple Pay and Google Pay, and bank transfer for orders above $200.",
  },
  {
    topic: "gift-card",
    asks: /gift card/,
    answer:
      "Type the code of the card into the field below your basket and choose Redeem. What is left over stays on the card, and it never expires.",
  },
];

/** Everything the desk can answer: the special before the general. */
export const ARTICLES: readonly Article[] = [
  ...FOLLOW_UPS,
  ...ORDER_ARTICLES,
  ...ACCOUNT,
  ...SUBSCRIPTION,
  ...DELIVERY,
  ...COFFEE,
  ...PAYMENT,
];

/** Instructions of every request: who speaks, and the handbook a real model answers from. */
export const INSTRUCTIONS: string = [
  "You are the support desk of Kettle & Crane, a coffee roaster that sells on the web.",
  "Answer in two to four sentences of plain text, and only from this handbook:",
  ...ARTICLES.map(
    ({ topic, follows, answer }) =>
      `- ${topic}${follows ? ` (asked after ${follows.join(", ")})` : ""}: ${answer}`,
  ),
].join("\n");
