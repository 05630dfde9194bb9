/* Words as the search compares them, the same as in recensio/search/words.py:
     recensioWords.all(text)            the words of a text, each with its index
     recensioWords.fold(word, latin)    without accents and case; latin: u for v, i for j
     recensioWords.asked(query, latin)  what is asked for, one by one: { words, whole }: several words are a phrase in
                                        quotation marks, which are found whole; each is a list of its folded forms,
                                        more than one where Latin writes it otherwise
     recensioWords.hits(asked, folded)  for each of these where in a passage (its words, folded) it begins */
(() => {
  const IDEOGRAPH = "\\u3040-\\u30ff\\u3400-\\u9fff\\uf900-\\ufaff";
  const UNSEEN = "\\u00ad\\u061c\\u180e\\u200c-\\u200f\\u202a-\\u202e\\u2060-\\u2069\\ufeff";
  const KEPT = "\\u0900-\\u0950\\u0955-\\u109f\\u1700-\\u17ff\\u1900-\\u1aaf\\u1b00-\\u1ccf\\u3099\\u309a"
    + "\\ua800-\\uabff\\u{11000}-\\u{11fff}";
  const LETTER = `(?![${IDEOGRAPH}])[\\p{L}\\p{N}]`;
  const WORD = new RegExp(`[${IDEOGRAPH}]|(?:${LETTER})(?:${LETTER}|[\\p{M}${UNSEEN}])*`, "gu");
  const STRIPPED = new RegExp(`(?![${KEPT}])[\\p{M}${UNSEEN}\\s]`, "gu");
  const DROPPED = /[\u02b9-\u02df\u0640]/g;
  const LETTERS = { "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i",
    "ς": "σ", "ꝛ": "r", "ٱ": "ا" };
  const LETTER_OF = new RegExp(`[${Object.keys(LETTERS).join("")}]`, "g");
  const LONGEST = 300;

  const all = text => [...text.matchAll(WORD)];
  const fold = (word, latin) => {
    const bare = word.normalize("NFKD").replace(STRIPPED, "").toLowerCase()
      .replace(LETTER_OF, sign => LETTERS[sign]);
    const low = bare.replace(DROPPED, "") || bare;
    return latin ? low.replace(/v/g, "u").replace(/j/g, "i") : low;
  };

  const asked = (query, latin) => {
    const forms = ([word]) => [...new Set([fold(word, false), fold(word, latin)])];
    return query.slice(0, LONGEST).normalize("NFC").replace(/[“”„‟«»＂]/g, '"').split('"').flatMap((part, n) => {
      const words = all(part).map(forms);
      return n % 2 ? [{ words, whole: true }] : words.map(word => ({ words: [word], whole: false }));
    }).filter(({ words }) => words.length);
  };

  const fits = (forms, word, whole) => forms.some(form => (whole ? word === form : word?.startsWith(form)));
  const hits = (askedFor, folded) => askedFor.map(({ words, whole }) => [...folded.keys()].filter(at =>
    words.every((forms, n) => fits(forms, folded[at + n], whole))));

  window.recensioWords = { all, fold, asked, hits };
})();
