import {unsupportedOperation} from '../errors.ts';
import type {MessageAttributes} from '../message.ts';

type GivenAttributes = Readonly<
	Record<
		string,
		{
			readonly DataType?: string | undefined;
			readonly StringValue?: string | undefined;
			readonly BinaryValue?: string | undefined;
			readonly StringListValues?: readonly string[] | undefined;
			readonly BinaryListValues?: readonly string[] | undefined;
		}
	>
>;

/** Message attributes from the wire. List values are in the model, and SQS refuses them. */
export function givenAttributes(given: GivenAttributes | undefined): MessageAttributes | undefined {
	if (!given) return undefined;
	const attributes: Record<string, {DataType: string; StringValue: string | undefined; BinaryValue: string | undefined}> = {};
	for (const name of Object.keys(given)) {
		const value = given[name];
		if (!value) continue;
		if (value.StringListValues?.length || value.BinaryListValues?.length)
			throw unsupportedOperation('Message attribute list values in SendMessage operation are not supported.');
		attributes[name] = {DataType: value.DataType ?? '', StringValue: value.StringValue, BinaryValue: value.BinaryValue};
	}
	return attributes;
}
