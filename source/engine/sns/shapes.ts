import {blob, list, map, string, structure} from '../shape.ts';

/** `Attributes.entry.1.key`, `.value` in requests. */
export const attributeMap = map(string());

export const tagList = list(structure({required: {Key: string(), Value: string()}}));

/** SNS names the members of this one map differently: `MessageAttributes.entry.1.Name`, `.Value.DataType`. */
export const messageAttributeMap = map(
	structure({required: {DataType: string()}, optional: {StringValue: string(), BinaryValue: blob()}}),
	{keyName: 'Name', valueName: 'Value'},
);

export const subscriptionList = list(
	structure({optional: {SubscriptionArn: string(), Owner: string(), Protocol: string(), Endpoint: string(), TopicArn: string()}}),
);
