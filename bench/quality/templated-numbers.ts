/** Questions that differ in one value. The values are close to each other on purpose. */
interface Template {
  readonly ask: (value: string) => string;
  readonly values: string;
}

const TEMPLATES: readonly Template[] = [
  {
    ask: (order) => `What is the status of order ${order}?`,
    values: "48210 48211 48201 84210 42810 4821 482100 148210 48219 58210",
  },
  {
    ask: (order) => `I want to cancel order #${order}, please.`,
    values: "70031 70013 70301 73001 7003 700310 70032 80031 70931 17003",
  },
  {
    ask: (invoice) => `Why is there an extra charge on invoice ${invoice}?`,
    values:
      "INV-2031-07 INV-2031-08 INV-2030-07 INV-2013-07 INV-231-07 CRN-2031-07 INV-2031-70 INV-2032-07 INV-2031-17 INV-9031-07",
  },
  {
    ask: (ticket) => `Has anybody looked at ticket ${ticket} yet?`,
    values:
      "HELP-1182 HELP-1128 HELP-1183 HELP-2182 HELP-182 BILL-1182 HELP-11820 HELP-1812 OPS-1182 HELP-1192",
  },
  {
    ask: (version) => `What changed in version ${version} of the mobile app?`,
    values: "4.1 4.10 4.1.1 4.11 5.1 4.2 14.1 4.0.1 3.1 4.1.10",
  },
  {
    ask: (day) => `How many parcels left the warehouse on ${day}?`,
    values:
      "2025-03-04 2025-04-03 2025-03-05 2024-03-04 2025-03-14 2025-08-04 2015-03-04 2025-03-24 2025-02-04 2025-03-06",
  },
  {
    ask: (month) => `Show me the sales report for ${month} 2025.`,
    values: "January February March April May June July August September October",
  },
  {
    ask: (amount) => `Is a payment of ${amount} above my daily limit?`,
    values: "$120 $1,200 $12,000 $120.50 $210 $1,020 $102 $121 €120 £120",
  },
  {
    ask: (seats) => `What does the team plan cost for ${seats} seats?`,
    values: "two three four five six seven eight nine twelve twenty",
  },
  {
    ask: (share) => `Who may approve a discount of ${share} for a new customer?`,
    values: "5% 15% 50% 0.5% 25% 10% 7.5% 75% 1.5% 20%",
  },
  {
    ask: (code) => `What does error ${code} on the terminal mean?`,
    values: "E-4012 E-4021 E-4102 E-412 W-4012 E-4013 E-5012 E-40120 E-4011 F-4012",
  },
  {
    ask: (flight) => `At which gate does flight ${flight} board today?`,
    values: "KX417 KX471 KX418 KY417 XK417 KX41 KX4170 KX517 KX407 KX147",
  },
  {
    ask: (time) => `Can I still book the table for the dinner at ${time}?`,
    values: "18:15 18:30 18:45 19:15 19:30 19:45 20:15 17:30 21:30 08:15",
  },
  {
    ask: (dose) => `May I take ${dose} of ibuprofen with my blood pressure pills?`,
    values: "200mg 400mg 600mg 800mg 20mg 40mg 1200mg 2g 4g 100mg",
  },
  {
    ask: (address) => `Which service listens on ${address} in the test network?`,
    values:
      "10.0.3.17:8080 10.0.3.17:8081 10.0.3.71:8080 10.0.13.17:8080 10.3.0.17:8080 10.0.3.17:80 10.0.3.1:8080 10.0.3.7:8080 10.1.3.17:8080 10.0.3.17:9080",
  },
];

/** 150 questions of templates, no two of which have one answer. */
export const templatedNumbers: readonly string[] = TEMPLATES.flatMap(({ ask, values }) =>
  values.split(" ").map(ask),
);
