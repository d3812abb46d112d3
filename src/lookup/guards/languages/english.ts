import type { Language } from "../language.ts";
import { ENGLISH_ANTONYMS } from "./english-antonyms.ts";
import { ENGLISH_CLASSES } from "./english-classes.ts";
import { ENGLISH_EVERYDAY_SYNONYMS } from "./english-everyday-synonyms.ts";
import { ENGLISH_FORMS } from "./english-forms.ts";
import { ENGLISH_SYNONYMS } from "./english-synonyms.ts";
import { ENGLISH_UNITS } from "./english-units.ts";

/** English. Written by hand from what a grammar lists; extend it with `{ ...english, antonyms: [...] }`. */
export const english: Language = {
  code: "en",
  stopWords:
    "a, an, the, this, that, these, those, i, me, my, mine, myself, we, us, our, ours, you, your, yours, yourself, he, him, his, she, her, hers, it, its, itself, they, them, their, theirs, be, am, is, are, was, were, been, being, do, does, did, doing, done, have, has, had, having, can, could, will, would, shall, should, may, might, must, what, which, how, who, whom, whose, when, where, why, much, many, of, to, in, at, by, for, from, with, about, into, onto, over, under, on, as, than, then, so, and, but, if, or, because, while, there, here, just, also, too, very, some, any, such, let, tell, explain, describe, show, give, know, want, need, like, get, gets, got, getting, help, way, ways, thing, things, work, works, one, ones, someone, somebody, something, anyone, anybody, anything, people, person, via, per, s, t, d, m, ll, re, ve, don, etc, ever, own, out, up, through, throughout, according, towards, toward, upon, regarding, whether, those who, is used to, are used to, be used to, being used to, was used to, were used to, get used to, used for, mr, mrs, ms",
  negations:
    "not, no, non, never, none, nobody, nothing, nowhere, neither, nor, without, except, excluding, lacking, instead of, rather than",
  negatingPrefixes: "un, non, in, im, il, ir, dis, mis, de, anti, counter",
  negatingEndings: "less",
  answers: "yes, no, yeah, nope, sure",
  impliedNegations:
    "avoid, avoids, avoiding, prevent, prevents, preventing, omit, omits, omitting, lack, lacks, fail, fails, failed, failing, failure, refuse, refuses, deny, denies, stop, stops, skip, ignore, too, hardly, barely, rarely, seldom, forget, remember, missing, broken, absence, absent, uncertain, unclear, instead, replace, replaced, wrong, problem, trouble, difficulty, difficult, hard, only",
  vague:
    "otherwise, because, for my account, on my account, for me, for us, for myself, with or without, regardless of, regardless, no matter, either way, if that matters, if it matters, in any case, whichever, whatever, and so on, and the like, or anything, or any other, or similar, or something, or whatever, or so, for example, for instance, such as, etc",
  directions:
    "from, to, into, onto, than, before, after, over, under, above, below, by, lead to, leads to, led to, leading to, result in, results in, resulted in, resulting in, bring about, brings about, give rise to, gives rise to",
  states:
    "know, understand, get, idea, clue, luck, success, progress, sense, expert, sure, certain, lost, stuck, confused, confusing, answer, solution, far, tried, trying, searched, searching, work, works, worked, working, help, helps, helped",
  subjects: "i, you, he, she, it, we, they, there, this, that, these, those",
  tags: "yes, no, yeah, eh, huh",
  kinds: "what, which",
  owners: "of",
  ones: "one, single, a, an, first, once",
  causal:
    "cause, causes, caused, causing, lead to, leads to, led to, result in, results in, resulted in, trigger, triggers, triggered, bring about, brings about, give rise to, gives rise to",
  pairing:
    "merge, combine, join, swap, compare, compared, comparing, comparison, difference, differences, between, both, each other, versus",
  joining:
    "mix, mixes, mixed, mixing, blend, blended, blending, pair, pairs, paired, pairing, combine, combines, combined, combining, integrate, integrates, integrated, integrating, integration, connect, connects, connecting, connection, sync, synced, syncing, synchronize, merge, merged, merging, compatible, compatibility, together, interact, interacts, interaction, overlap, collaborate, marry",
  symmetric:
    "and, or, versus, vs, between, same, similar, equal, married, related, connected, compare, compared, difference, friends, acquaintance, cousin, sibling, engaged, dating, near, next to",
  qualifiers:
    "for, in, at, on, under, during, after, before, while, when, if, with, without, from, by, using, via, as, among, within, until, since, per, who, that, which, through, across, against, between, outside, inside, about, regarding, unless",
  moments:
    "now, right now, today, tonight, currently, current, at the moment, at present, as of today, as of now, this morning, live, latest, real time, up to date, just now",
  actions:
    "cancel, close, transfer, move, send, pay, lock, unlock, freeze, unfreeze, block, unblock, dispute, increase, raise, decrease, lower, delete, remove, book, order, buy, sell, refund, submit, schedule, reschedule, subscribe, unsubscribe, update, change, upgrade, downgrade, activate, deactivate, enable, disable, reset, renew, report, add, withdraw, deposit, approve, reject, turn on, turn off, shut down, set up, open, stop, start, replace, return, reserve, charge, file, withdraw, redeem, wire, switch, set, revoke, extend, pause, resume",
  antonyms: ENGLISH_ANTONYMS,
  synonyms: [...ENGLISH_SYNONYMS, ...ENGLISH_EVERYDAY_SYNONYMS],
  units: ENGLISH_UNITS,
  ...ENGLISH_FORMS,
  ...ENGLISH_CLASSES,
};
