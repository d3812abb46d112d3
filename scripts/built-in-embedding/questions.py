"""Question templates and everyday product words, written for this project.

A family is one question in several wordings. Slots: {n} and {m} nouns, {v} a verb, {a} an
adjective.
"""

FAMILIES: list[list[str]] = [
    ["how do i {v} my {n}?", "how can i {v} my {n}?", "what is the way to {v} my {n}?", "i want to {v} my {n}, how?", "steps to {v} my {n}", "help me {v} my {n}"],
    ["how do i {v} a {n} with {m}?", "how can a {n} be {v}ed using {m}?", "using {m} to {v} a {n}", "what's the best way to {v} a {n} with {m}?"],
    ["how do i {v} a {n} without {m}?", "can a {n} be {v}ed without {m}?", "a way to {v} a {n} that needs no {m}", "is there a way to {v} a {n} without {m}?"],
    ["what is {n}?", "what does {n} mean?", "define {n}", "explain {n}", "meaning of {n}", "tell me what {n} is"],
    ["what is the {n} of {m}?", "tell me the {n} of {m}", "{m} {n}?", "which {n} does {m} have?", "do you know the {n} of {m}?"],
    ["why is my {n} so {a}?", "what makes my {n} so {a}?", "my {n} is too {a}, why?", "reason for a {a} {n}"],
    ["why is my {n} not {a}?", "what keeps my {n} from being {a}?", "my {n} is not {a}, why?"],
    ["my {n} does not {v}", "my {n} won't {v}", "the {n} fails to {v}", "{n} not able to {v}", "problem: {n} cannot {v}"],
    ["can you {v} the {n}?", "please {v} the {n}", "could you {v} the {n} for me?", "i need you to {v} the {n}"],
    ["where can i find the {n}?", "where is the {n}?", "how do i get to the {n}?", "i can't find the {n}", "location of the {n}"],
    ["when should i {v} my {n}?", "what is the right time to {v} my {n}?", "how soon should i {v} the {n}?"],
    ["who invented the {n}?", "who came up with the {n}?", "inventor of the {n}", "by whom was the {n} invented?"],
    ["when was the {n} invented?", "in what year did the {n} appear?", "how old is the {n}?"],
    ["which {n} is best for {m}?", "best {n} for {m}", "recommend a {n} for {m}", "what {n} should i use for {m}?"],
    ["which {n} is worst for {m}?", "worst {n} for {m}", "what {n} should i avoid for {m}?"],
    ["what's the difference between {n} and {m}?", "{n} vs {m}", "compare {n} with {m}", "how do {n} and {m} differ?", "{n} or {m}: what is different?"],
    ["what do {n} and {m} have in common?", "how are {n} and {m} alike?", "similarities of {n} and {m}"],
    ["explain {n} to a beginner", "explain {n} in simple words", "{n} for beginners", "a simple explanation of {n}"],
    ["write a {a} poem about {n}", "compose a {a} poem on {n}", "i'd like a {a} poem about {n}"],
    ["write a {a} story about {n}", "tell me a {a} story about {n}", "make up a {a} tale of {n}"],
    ["summarize the history of {n}", "a short history of {n}", "how did {n} come about?", "history of {n} in brief"],
    ["give me three tips for {n}", "three pieces of advice on {n}", "3 tips about {n}"],
    ["give me ten tips for {n}", "ten pieces of advice on {n}", "10 tips about {n}"],
    ["is it safe to {v} a {n}?", "is {v}ing a {n} dangerous?", "can i safely {v} a {n}?", "any risk if i {v} a {n}?"],
    ["how long does it take to {v} a {n}?", "time needed to {v} a {n}", "how much time does it take to {v} a {n}?", "how quickly can i {v} a {n}?"],
    ["how much does a {n} cost?", "what is the price of a {n}?", "price of a {n}", "what do i pay for a {n}?", "how expensive is a {n}?"],
    ["how many {n}s are in a {m}?", "number of {n}s in a {m}", "how many {n}s does a {m} have?"],
    ["i forgot my {n}", "i can't remember my {n}", "i no longer know my {n}", "what if i forget my {n}?"],
    ["i lost my {n}", "my {n} is lost", "what to do about a lost {n}?", "my {n} is gone"],
    ["turn on the {n}", "switch the {n} on", "enable the {n}", "activate {n}", "how do i enable {n}?"],
    ["turn off the {n}", "switch the {n} off", "disable the {n}", "deactivate {n}", "how do i disable {n}?"],
    ["add a {n} to my {m}", "how do i add a {n} to my {m}?", "put a {n} in my {m}", "insert a {n} into the {m}"],
    ["remove a {n} from my {m}", "how do i delete a {n} from my {m}?", "take a {n} out of my {m}", "get rid of the {n} in my {m}"],
    ["open my {n}", "how do i open the {n}?", "unlock the {n}"],
    ["close my {n}", "how do i close the {n}?", "lock the {n}"],
    ["increase the {n}", "raise my {n}", "how do i get more {n}?", "make the {n} bigger"],
    ["decrease the {n}", "lower my {n}", "how do i get less {n}?", "make the {n} smaller"],
    ["cancel my {n}", "how do i cancel the {n}?", "i want to cancel my {n}", "stop my {n}", "i no longer want my {n}"],
    ["renew my {n}", "how do i renew the {n}?", "extend my {n}", "i want to keep my {n} for longer"],
    ["change my {n} to {m}", "switch from {n} to {m}", "replace my {n} with {m}", "move from {n} to {m}"],
    ["change my {m} to {n}", "switch from {m} to {n}", "replace my {m} with {n}"],
    ["update my {n}", "how do i update the {n}?", "get the newest {n}", "upgrade my {n}", "change my {n}"],
    ["fix the {n} in my {m}", "repair the {n} of my {m}", "my {m}'s {n} is broken", "the {n} in my {m} needs fixing"],
    ["create a {n} for my {m}", "make a {n} for the {m}", "set up a {n} for my {m}", "how do i create a {n} for my {m}?"],
    ["show me my {n}", "display my {n}", "let me see my {n}", "view my {n}", "where do i see my {n}?"],
    ["what are the benefits of {n}?", "advantages of {n}", "why is {n} good?", "pros of {n}", "what is {n} good for?"],
    ["what are the drawbacks of {n}?", "disadvantages of {n}", "why is {n} bad?", "cons of {n}"],
    ["what causes {n}?", "cause of {n}", "where does {n} come from?", "why does {n} happen?"],
    ["what are the effects of {n}?", "effect of {n}", "what does {n} lead to?"],
    ["list the types of {n}", "what kinds of {n} are there?", "kinds of {n}", "which types of {n} exist?"],
    ["translate {n} to french", "how do you say {n} in french?", "french word for {n}"],
    ["translate {n} to german", "how do you say {n} in german?", "german word for {n}"],
    ["do you have {n}?", "do you offer {n}?", "is {n} available?", "can i get {n} from you?"],
    ["do you accept {n}?", "can i pay with {n}?", "is {n} accepted?", "which payments besides {n} do you take?"],
    ["does the {n} {v}?", "is the {n} able to {v}?", "can the {n} {v}?"],
    ["should i {v} a {n} or a {m}?", "is it better to {v} a {n} or a {m}?", "{n} or {m}: which one to {v}?"],
    ["are there any {a} {n}s?", "do {a} {n}s exist?", "is there a {a} {n}?"],
    ["what happened to the {n}?", "what became of the {n}?", "where did the {n} go?"],
    ["when will my {n} arrive?", "where is my {n} now?", "how long until my {n} gets here?", "track my {n}"],
    ["i want my money back for the {n}", "can i get a refund for the {n}?", "refund the {n}", "how do i return the {n}?"],
    ["i was charged twice for the {n}", "why do i see two charges for the {n}?", "double charge for my {n}"],
    ["is there a limit on {n}?", "what is the maximum {n}?", "how much {n} am i allowed?", "{n} limit"],
    ["what is the minimum {n}?", "how little {n} can i have?", "least possible {n}"],
    ["how do i connect {n} to {m}?", "link {n} with {m}", "integrate {n} with {m}", "{n} {m} integration"],
    ["how do i disconnect {n} from {m}?", "unlink {n} from {m}", "separate {n} and {m}"],
    ["how do i export my {n}?", "download my {n}", "save a copy of my {n}", "get my {n} out"],
    ["how do i import my {n}?", "upload my {n}", "bring in my {n}", "load an existing {n}"],
    ["what happens before {n}?", "what comes before {n}?", "steps before {n}"],
    ["what happens after {n}?", "what comes after {n}?", "steps after {n}"],
    ["who can see my {n}?", "is my {n} private?", "who has access to my {n}?"],
    ["how do i share my {n} with {m}?", "give {m} access to my {n}", "let {m} see my {n}"],
    ["error while trying to {v} the {n}", "i get an error when i {v} the {n}", "{v} {n} error", "cannot {v} {n}"],
    ["how do i install {n}?", "set up {n}", "installing {n}", "{n} installation guide"],
    ["how do i uninstall {n}?", "remove {n} completely", "uninstalling {n}"],
    ["how do i {v} a list of {n}s in {m}?", "{v} {n}s in {m}", "{m}: {v} all {n}s"],
    ["contact {n} support", "how do i reach the {n} team?", "talk to someone about {n}", "who do i call about {n}?"],
    ["what are your {n} hours?", "when is the {n} open?", "opening times of the {n}"],
    ["is {n} free?", "do i have to pay for {n}?", "does {n} cost anything?"],
    ["how does {n} work?", "how does a {n} function?", "the way {n} works", "explain how {n} works"],
    ["is {n} good for {m}?", "does {n} help {m}?", "is {n} useful for {m}?"],
    ["is {n} bad for {m}?", "does {n} harm {m}?", "can {n} hurt {m}?"],
]

PRODUCT_NOUNS: list[str] = """
account; password; email address; phone number; username; profile; profile picture; subscription; plan;
invoice; receipt; payment; payment method; credit card; debit card; refund; order; package; delivery;
shipping address; billing address; discount; coupon; gift card; cart; checkout; wishlist; warranty; return;
api key; api; token; webhook; endpoint; request; response; rate limit; database; table; query; index; schema;
server; client; container; cluster; pod; deployment; pipeline; build; test; unit test; bug; error; exception;
log; dashboard; report; chart; metric; alert; notification; message; chat; channel; thread; comment; post;
file; folder; image; video; document; spreadsheet; presentation; pdf; csv; json; attachment; backup; storage;
browser; cookie; cache; session; login; two-factor authentication; single sign-on; permission; role; user;
admin; team; workspace; organization; project; task; ticket; issue; branch; commit; pull request; repository;
function; class; variable; array; string; list; dictionary; loop; component; hook; state; form; button; modal;
app; mobile app; website; page; theme; dark mode; language; time zone; font; layout; keyboard shortcut; setting;
laptop; phone; tablet; printer; router; wifi; bluetooth; camera; microphone; screen; battery; charger; update;
flight; hotel; booking; reservation; ticket price; seat; passport; visa; luggage; train; bus; taxi; trip; itinerary;
recipe; dinner; breakfast; coffee; pizza; chicken; bread; cake; vegetable; diet; workout; exercise; sleep; headache;
loan; mortgage; interest rate; tax; salary; budget; bank account; transfer; exchange rate; stock; insurance; policy;
resume; cover letter; interview; job; meeting; calendar; reminder; appointment; schedule; holiday; deadline; email;
newsletter; address; contract; license; certificate; domain; dns record; ssl certificate; firewall; vpn; proxy; port;
model; prompt; dataset; embedding; neural network; algorithm; regression; python; javascript; typescript; java; rust;
sql; postgres; redis; docker; kubernetes; react; linux; windows; git; excel; google; amazon; iphone; android
""".replace("\n", " ").strip().split("; ")

PRODUCT_VERBS: list[str] = """
reset; change; update; delete; remove; add; create; edit; cancel; renew; upgrade; downgrade; enable; disable; activate;
deactivate; verify; confirm; recover; restore; transfer; export; import; download; upload; share; copy; move; rename;
sort; filter; search; find; replace; merge; split; convert; parse; format; print; scan; send; receive; forward; block;
unblock; mute; unmute; hide; show; pin; archive; install; uninstall; configure; connect; disconnect; deploy; build; run;
test; debug; fix; optimize; monitor; schedule; book; reserve; return; exchange; track; pay; buy; sell; order; cook; bake;
clean; repair; charge; lock; unlock; learn; write; read; translate; summarize; compare; calculate; measure; increase; reduce
""".replace("\n", " ").strip().split("; ")
