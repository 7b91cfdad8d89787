/** The product over time: what the rules would have said at each sample of the record. */

import {referenceOf, resourcesOf} from "./record.js";

const MAX_MOMENTS = 30;
export const ANALYTES = ["calcium", "phosphate"];

function effectiveOf(resource) {
  return resource.effectiveDateTime ?? resource.effectiveInstant ?? resource.effectivePeriod?.start ?? "";
}

/** The end of a day that is known without a time, in the zone of the clock. */
function momentOf(effective, clock) {
  if (effective.includes("T")) return effective;
  return /^\d{4}-\d{2}-\d{2}$/.test(effective) ? `${effective}T23:59:59${clock.match(/(Z|[+-]\d{2}:\d{2})$/)?.[0] ?? "Z"}` : "";
}

/** Moments of the numeric results of a record up to the clock, ascending, the latest thirty; at least the clock itself. */
export function momentsOf(bundle, clock) {
  const moments = resourcesOf(bundle)
    .filter(each => each.resourceType === "Observation" && each.valueQuantity)
    .map(each => momentOf(effectiveOf(each), clock))
    .filter(each => each && new Date(each) <= new Date(clock));
  return [...new Set(moments)].sort((a, b) => new Date(a) - new Date(b)).slice(-MAX_MOMENTS + 1).concat(clock);
}

const codesOf = resource => (resource.code?.coding ?? []).map(each => `${each.system}|${each.code}`);

/** Results with a code of those that were read, which the rules did not read, because of their status or as a copy of another. */
function unreadOf(bundle, read) {
  const all = resourcesOf(bundle).filter(each => each.resourceType === "Observation" && each.valueQuantity);
  return ANALYTES.flatMap(analyte => {
    const known = new Set(read.filter(each => each.analyte === analyte).map(each => each.reference));
    const codes = new Set(all.filter(each => known.has(referenceOf(each))).flatMap(codesOf));
    return all.filter(each => !known.has(referenceOf(each)) && codesOf(each).some(code => codes.has(code))).map(each => ({
      analyte, reference: referenceOf(each), effective: effectiveOf(each), reason: each.status === "final" ? null : each.status,
      sent: `${each.valueQuantity.value} ${each.valueQuantity.unit ?? each.valueQuantity.code ?? ""}`,
      value: read.some(other => other.unit === each.valueQuantity.unit) ? each.valueQuantity.value : null, unit: each.valueQuantity.unit,
    }));
  });
}

/**
 * The products, one for each pair of results.
 *
 * @param bundle of numbers as usual
 * @param answers of the service at each moment, the last at the clock
 * @returns {{pairs: object[], unused: object[], steps: object[]}} products as the service reports them with `at`, ascending; results that
 *     none used, with the reason; limits of the product and of the results with the time from which they hold
 */
export function timelineOf(bundle, answers) {
  const times = new Map(resourcesOf(bundle).map(each => [referenceOf(each), +new Date(effectiveOf(each))]));
  const timeOf = result => times.get(result.reference) || +new Date(result.effective);
  const pairs = new Map();
  for (const {product, limits, resultLimits} of answers) {
    const key = `${product?.calcium?.reference} ${product?.phosphate?.reference}`;
    const isKnown = pairs.has(key) && limits === answers.at(-1).limits;
    // A pair is graded by its samples, not by how old they are now.
    if (product?.calcium?.reference && product.phosphate?.reference && !isKnown) {
      const [calcium, phosphate] = ANALYTES.map(analyte => ({...product[analyte], at: timeOf(product[analyte])}));
      pairs.set(key, {...product, calcium, phosphate, limits, resultLimits, at: Math.max(calcium.at, phosphate.at)});
    }
  }
  const all = [...pairs.values()].sort((a, b) => a.at - b.at);
  const used = new Set(all.flatMap(pair => ANALYTES.map(analyte => pair[analyte].reference)));
  const last = answers.at(-1);
  const unused = [...last.results.filter(each => !used.has(each.reference)).map(each => ({...each, isRead: true})), ...unreadOf(bundle, last.results)]
    .map(each => ({...each, at: timeOf(each)}));
  return {pairs: all, unused, steps: all.length ? all : [{at: 0, limits: [], resultLimits: last.resultLimits}]};
}
