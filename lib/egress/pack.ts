import { blocked } from "./blocked";
import { fields } from "./fields";
import { type PayloadOf, type Processor, processorCalled, type PurposeOf } from "./processors";

/** Something that may leave, as the contract has it. Only `pack` makes one. */
export type Packed<P extends Processor, U extends PurposeOf<P>> = {
  processor: P;
  purpose: U;
  payload: PayloadOf<P, U>;
};

type Parcel<P extends Processor, U extends PurposeOf<P>, Given> = {
  processor: P;
  purpose: U;
  /** every field of the contract; one that it does not name is an error of types */
  payload: Given & Record<Exclude<keyof Given, keyof PayloadOf<P, U>>, never>;
};

/**
 * Makes ready what is to be handed over: to whom, for what, which fields (P44, P45). What comes out holds the fields as the
 * contract has them and nothing else; a processor, a purpose or a field that no contract knows is blocked and raises the
 * alarm.
 *
 * @throws EgressBlocked when anything of it is not in the contract
 */
export function pack<P extends Processor, U extends PurposeOf<P>, Given extends PayloadOf<P, U>>({
  processor,
  purpose,
  payload,
}: Parcel<P, U, Given>): Packed<P, U> {
  return { processor, purpose, payload: strip(processor, purpose, payload) as PayloadOf<P, U> };
}

function strip(processor: string, purpose: string, payload: object): Record<string, unknown> {
  const known = processorCalled(processor);
  if (!known) throw blocked({ reason: "no_contract", whom: processor });
  const contract = Object.hasOwn(known.purposes, purpose) ? known.purposes[purpose] : undefined;
  if (!contract) throw blocked({ reason: "purpose", whom: processor, what: purpose });
  const named: readonly string[] = contract.fields;
  const odd = Object.keys(payload).find((name) => !named.includes(name));
  if (odd) throw blocked({ reason: "field", whom: processor, what: odd });
  return Object.fromEntries(
    contract.fields.map((field) => {
      const parsed = fields[field].is.safeParse((payload as Record<string, unknown>)[field]);
      if (!parsed.success) throw blocked({ reason: "field", whom: processor, what: field });
      return [field, parsed.data];
    }),
  );
}
