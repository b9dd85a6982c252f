import {unsupportedOperation} from '../errors.ts';
import type {MessageAttributes, MessageAttributeValue} from '../message.ts';

type GivenAttribute = {
	readonly DataType?: string | undefined;
	readonly StringValue?: string | undefined;
	readonly BinaryValue?: string | undefined;
	readonly StringListValues?: readonly string[] | undefined;
	readonly BinaryListValues?: readonly string[] | undefined;
};

/** Message attributes from the wire; an empty map means none. List values are in the model, and SQS refuses them. */
export function givenAttributes(given: Readonly<Record<string, GivenAttribute>> | undefined): MessageAttributes | undefined {
	if (!given) return undefined;
	const entries = Object.entries(given);
	if (entries.length === 0) return undefined;
	// fromEntries keeps a name such as __proto__ an ordinary one.
	return Object.fromEntries(entries.map(([name, value]) => [name, givenAttribute(value)]));
}

function givenAttribute(value: GivenAttribute): MessageAttributeValue {
	if (value.StringListValues?.length || value.BinaryListValues?.length)
		throw unsupportedOperation('Message attribute list values in SendMessage operation are not supported.');
	return {StringValue: value.StringValue, BinaryValue: value.BinaryValue, DataType: value.DataType ?? ''};
}
