// How the script is asked: with an operation and what it is given, for its answer or for that answer as a text.
const read = (operation, about) => { given = about; counted.clear(); return question(operations[operation]); };
// An answer as one text, which costs a fraction of handing over its parts one by one. As it is where the page has its own
// way of writing JSON, and where half a letter stands in it.
const asText = (answer) => {
  if ([Object, Array, String, Number, Boolean].some((kind) => kind.prototype.toJSON)) return [answer];
  const text = JSON.stringify([answer]);
  return typeof text !== 'string' || /\\ud[89a-f]/i.test(text) ? [answer] : text;
};
const told = (answer) => (answer instanceof Promise ? answer.then(asText) : asText(answer));
return { read, told: (operation, about) => told(read(operation, about)) };
