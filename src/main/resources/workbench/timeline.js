/** The product over time: what the rules would have said at each sample of the record. */

import {referenceOf, resourcesOf} from "./record.js";

const MAX_MOMENTS = 30;

function effectiveOf(resource) {
  return resource.effectiveDateTime ?? resource.effectiveInstant ?? resource.effectivePeriod?.start ?? "";
}

/** The end of a day that is known without a time, in the zone of the clock. */
function momentOf(effective, clock) {
  if (effective.includes("T")) return effective;
  return /^\d{4}-\d{2}-\d{2}$/.test(effective) ? `${effective}T23:59:59${clock.match(/(Z|[+-]\d{2}:\d{2})$/)?.[0] ?? "Z"}` : "";
}

/** Moments of the numeric results of a record up to the clock, ascending, the latest thirty. */
export function momentsOf(bundle, clock) {
  const moments = resourcesOf(bundle)
    .filter(each => each.resourceType === "Observation" && each.valueQuantity)
    .map(each => momentOf(effectiveOf(each), clock))
    .filter(each => each && new Date(each) <= new Date(clock));
  return [...new Set(moments)].sort((a, b) => new Date(a) - new Date(b)).slice(-MAX_MOMENTS);
}

const codesOf = resource => (resource.code?.coding ?? []).map(each => `${each.system}|${each.code}`);

/** Results with a code of those that were used, which no product used. */
function unusedOf(bundle, pairs, analyte) {
  const used = new Set(pairs.map(each => each[analyte]?.reference).filter(Boolean));
  const all = resourcesOf(bundle).filter(each => each.resourceType === "Observation" && each.valueQuantity);
  const codes = new Set(all.filter(each => used.has(referenceOf(each))).flatMap(codesOf));
  return all.filter(each => !used.has(referenceOf(each)) && codesOf(each).some(code => codes.has(code)))
    .map(each => ({
      analyte, reference: referenceOf(each), effective: effectiveOf(each), status: each.status,
      value: each.valueQuantity.value, unit: each.valueQuantity.unit ?? each.valueQuantity.code ?? "",
    }));
}

/**
 * The products, one for each pair of results.
 *
 * @param bundle of numbers as usual
 * @param answers of the service at each moment
 * @returns {{pairs: object[], unused: object[]}} products as the service reports them with the limits at that age, ascending, and results that none used
 */
export function timelineOf(bundle, answers) {
  const pairs = new Map();
  for (const {product, limits} of answers) {
    if (product?.calcium?.reference && product.phosphate?.reference) {
      pairs.set(`${product.calcium.reference} ${product.phosphate.reference}`, {...product, limits});
    }
  }
  const all = [...pairs.values()].sort((a, b) => dateOf(a) - dateOf(b));
  return {pairs: all, unused: [...unusedOf(bundle, all, "calcium"), ...unusedOf(bundle, all, "phosphate")]};
}

/** When both results of a pair were there. */
export function dateOf(pair) {
  return Math.max(new Date(pair.calcium.effective), new Date(pair.phosphate.effective));
}
