/**
What the input and output of an action look like: enough to decode, validate and encode them in every protocol.

Values in the engine's domain: strings, numbers, booleans; a blob is its **base64 text** (most clients speak JSON, and one-byte strings are the cheapest thing to hold); a timestamp is milliseconds since 1970; lists are arrays, maps are records.
*/
export type Shape = StringShape | NumberShape | BooleanShape | BlobShape | TimestampShape | ListShape | MapShape | StructureShape;

export type StringShape<Value extends string = string> = {
	readonly type: 'string';
	readonly minLength?: number;
	readonly maxLength?: number;
	readonly pattern?: RegExp;
	readonly values?: readonly Value[];
};
export type NumberShape = {readonly type: 'integer' | 'long' | 'double'; readonly min?: number; readonly max?: number};
export type BooleanShape = {readonly type: 'boolean'};
export type BlobShape = {readonly type: 'blob'; readonly maxBytes?: number};
export type TimestampShape = {readonly type: 'timestamp'};
export type ListShape<Member extends Shape = any> = {
	readonly type: 'list';
	readonly member: Member;
	readonly minLength?: number;
	readonly maxLength?: number;
	/** AWS Query: the name that stands in place of `Member.member`, as in `AttributeName.1`. Absent: not flattened. */
	readonly flattenedName?: string;
};
export type MapShape<Value extends Shape = any> = {
	readonly type: 'map';
	readonly key: StringShape;
	readonly value: Value;
	/** AWS Query: as for lists. */
	readonly flattenedName?: string;
	/** AWS Query: default `key`. */
	readonly keyName?: string;
	/** AWS Query: default `value`. */
	readonly valueName?: string;
	readonly maxLength?: number;
};
export type StructureShape<Required extends Members = any, Optional extends Members = any> = {
	readonly type: 'structure';
	readonly required: Required;
	readonly optional: Optional;
	/** AWS Query: an answer without members has a result element all the same. */
	readonly hasEmptyResult?: true;
};
export type Members = Readonly<Record<string, Shape>>;

/** The TypeScript type of a shape's values. */
export type Infer<S> = 0 extends 1 & S
	? // `any`, as the bounds of generics have it, would recurse without end.
		unknown
	: S extends StringShape<infer Value>
		? Value
		: S extends NumberShape | TimestampShape
			? number
			: S extends BooleanShape
				? boolean
				: S extends BlobShape
					? string
					: S extends ListShape<infer Member>
						? ReadonlyArray<Infer<Member>>
						: S extends MapShape<infer Value>
							? Readonly<Record<string, Infer<Value>>>
							: S extends StructureShape<infer Required, infer Optional>
								? {readonly [Name in keyof Required]: Infer<Required[Name]>} & {
										readonly [Name in keyof Optional]?: Infer<Optional[Name]> | undefined;
									}
								: never;

export function string(options: Omit<StringShape, 'type' | 'values'> = {}): StringShape {
	return {type: 'string', ...options};
}

export function oneOf<const Value extends string>(...values: readonly Value[]): StringShape<Value> {
	return {type: 'string', values};
}

export function integer(options: {min?: number; max?: number} = {}): NumberShape {
	return {type: 'integer', ...options};
}

export function long(options: {min?: number; max?: number} = {}): NumberShape {
	return {type: 'long', ...options};
}

export function double(options: {min?: number; max?: number} = {}): NumberShape {
	return {type: 'double', ...options};
}

export function boolean(): BooleanShape {
	return {type: 'boolean'};
}

export function blob(options: {maxBytes?: number} = {}): BlobShape {
	return {type: 'blob', ...options};
}

export function timestamp(): TimestampShape {
	return {type: 'timestamp'};
}

export function list<Member extends Shape>(member: Member, options: Omit<ListShape, 'type' | 'member'> = {}): ListShape<Member> {
	return {type: 'list', member, ...options};
}

export function map<Value extends Shape>(
	value: Value,
	options: Omit<MapShape, 'type' | 'key' | 'value'> & {key?: StringShape} = {},
): MapShape<Value> {
	const {key = string(), ...rest} = options;
	return {type: 'map', key, value, ...rest};
}

export function structure<const Required extends Members = {}, const Optional extends Members = {}>(members: {
	required?: Required;
	optional?: Optional;
	// Without NoInfer a left-out record would be taken from the place where the shape stands, as `any`.
}): StructureShape<NoInfer<Required>, NoInfer<Optional>> {
	// The defaults are the empty records that the type parameters default to.
	return {type: 'structure', required: members.required ?? ({} as Required), optional: members.optional ?? ({} as Optional)};
}

/** The output of an action that has one in AWS's model, without any member. `structure({})` is for those that have none. */
export const emptyResult: StructureShape<{}, {}> = {...structure({}), hasEmptyResult: true};

/** One constraint that a value breaks. `path` is as AWS writes it: `records.1.member.partitionKey`. */
export type Violation = {
	readonly path: string;
	readonly value: unknown;
	readonly kind: 'required' | 'length' | 'pattern' | 'enum' | 'range';
	/** AWS's words: `Member must not be null`. */
	readonly constraint: string;
	/** The member's own name, as in the model: `PartitionKey`. */
	readonly member: string;
};

/** The number of bytes that base64 text stands for, without decoding it. */
export function base64ByteCount(text: string): number {
	const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
	return Math.floor((text.length * 3) / 4) - padding;
}
