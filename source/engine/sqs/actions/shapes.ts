import {blob, boolean, list, map, string, structure} from '../../shape.ts';

/** Shapes that several SQS actions share, with the names of the Query protocol. */
const attributeValue = structure({
	optional: {
		StringValue: string(),
		BinaryValue: blob(),
		StringListValues: list(string(), {flattenedName: 'StringListValue'}),
		BinaryListValues: list(blob(), {flattenedName: 'BinaryListValue'}),
		DataType: string(),
	},
});

export const messageAttributes = map(attributeValue, {flattenedName: 'MessageAttribute', keyName: 'Name', valueName: 'Value'});

export const messageSystemAttributes = map(attributeValue, {flattenedName: 'MessageSystemAttribute', keyName: 'Name', valueName: 'Value'});

/** Queue attributes, and the system attributes of received messages. */
export const attributeTexts = map(string(), {flattenedName: 'Attribute', keyName: 'Name', valueName: 'Value'});

export const tags = map(string(), {flattenedName: 'Tag', keyName: 'Key', valueName: 'Value'});

export const queueUrls = list(string(), {flattenedName: 'QueueUrl'});

export const batchFailures = list(
	structure({required: {Id: string(), SenderFault: boolean(), Code: string()}, optional: {Message: string()}}),
	{flattenedName: 'BatchResultErrorEntry'},
);
