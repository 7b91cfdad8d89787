/** What each part of CQL is, for colours. */

import {styleTags, tags} from "@lezer/highlight";

export const cqlColours = styleTags({
  "Declare": tags.definitionKeyword,
  "Keyword": tags.keyword,
  "Word": tags.operatorKeyword,
  "Constant": tags.bool,
  "DefinitionName/...": tags.definition(tags.variableName),
  "Member/QuotedName": tags.special(tags.variableName),
  "Name/QuotedName": tags.special(tags.variableName),
  "Member": tags.propertyName,
  "Element": tags.propertyName,
  "Squares/Element": tags.typeName,
  "Number Quantity/...": tags.number,
  "String": tags.string,
  "Moment": tags.literal,
  "LineComment BlockComment": tags.comment,
  "Operator": tags.operator,
  "( ) { } [ ]": tags.bracket,
});
