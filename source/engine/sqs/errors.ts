import {AwsError} from '../action.ts';
import type {Violation} from '../shape.ts';

/**
SQS's errors in AWS's own words. `type` is what JSON clients read, `code` what Query clients and boto3 show.

@see [Common errors](https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/CommonErrors.html)
*/
const sqs = (shape: string): string => `com.amazonaws.sqs#${shape}`;
const coral = (shape: string): string => `com.amazon.coral.service#${shape}`;
const legacyCode = (code: string): string => `AWS.SimpleQueueService.${code}`;

export function queueDoesNotExist(): AwsError {
	return new AwsError('The specified queue does not exist.', {
		code: legacyCode('NonExistentQueue'),
		type: sqs('QueueDoesNotExist'),
		queryMessage: 'The specified queue does not exist for this wsdl version.',
	});
}

export function queueNameExists(attributeName: string): AwsError {
	return new AwsError(`A queue already exists with the same name and a different value for attribute ${attributeName}`, {
		code: 'QueueAlreadyExists',
		type: sqs('QueueNameExists'),
	});
}

export function queueDeletedRecently(): AwsError {
	return new AwsError('You must wait 60 seconds after deleting a queue before you can create another with the same name.', {
		code: legacyCode('QueueDeletedRecently'),
		type: sqs('QueueDeletedRecently'),
	});
}

export function purgeQueueInProgress(queueName: string): AwsError {
	return new AwsError(`Only one PurgeQueue operation on ${queueName} is allowed every 60 seconds.`, {
		code: legacyCode('PurgeQueueInProgress'),
		type: sqs('PurgeQueueInProgress'),
		status: 403,
	});
}

export function invalidParameterValue(message: string): AwsError {
	return new AwsError(message, {code: 'InvalidParameterValue', type: coral('InvalidParameterValueException')});
}

/** `Value 901 for parameter DelaySeconds is invalid. Reason: …` */
export function invalidValue(options: {value: string | number; parameter: string; reason: string}): AwsError {
	return invalidParameterValue(`Value ${options.value} for parameter ${options.parameter} is invalid. Reason: ${options.reason}`);
}

export function missingParameter(name: string): AwsError {
	return new AwsError(`The request must contain the parameter ${name}.`, {
		code: 'MissingParameter',
		type: coral('MissingRequiredParameterException'),
	});
}

export function invalidAttributeName(message: string): AwsError {
	return new AwsError(message, {code: 'InvalidAttributeName', type: sqs('InvalidAttributeName')});
}

export function unknownAttribute(name: string): AwsError {
	return invalidAttributeName(`Unknown Attribute ${name}.`);
}

export function invalidAttributeValue(name: string, reason?: string): AwsError {
	const suffix = reason === undefined ? '' : ` Reason: ${reason}`;
	return new AwsError(`Invalid value for the parameter ${name}.${suffix}`, {
		code: 'InvalidAttributeValue',
		type: sqs('InvalidAttributeValue'),
	});
}

export function invalidMessageContents(): AwsError {
	return new AwsError(
		'Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF',
		{code: 'InvalidMessageContents', type: sqs('InvalidMessageContents')},
	);
}

export function receiptHandleIsInvalid(receiptHandle: string): AwsError {
	return new AwsError(`The input receipt handle "${receiptHandle}" is not a valid receipt handle.`, {
		code: 'ReceiptHandleIsInvalid',
		type: sqs('ReceiptHandleIsInvalid'),
		status: 404,
	});
}

export function receiptHandleExpired(receiptHandle: string): AwsError {
	return invalidValue({value: receiptHandle, parameter: 'ReceiptHandle', reason: 'The receipt handle has expired.'});
}

export function messageNotAvailable(receiptHandle: string): AwsError {
	return invalidValue({
		value: receiptHandle,
		parameter: 'ReceiptHandle',
		reason: 'Message does not exist or is not available for visibility timeout change.',
	});
}

/** More calls a second than a FIFO queue takes. Observed: as clients of AWS log it. */
export function requestThrottled(): AwsError {
	return new AwsError('Request is throttled.', {code: 'RequestThrottled', type: sqs('RequestThrottled'), status: 403});
}

/** ReceiveMessage with as many messages in flight as AWS allows. */
export function overLimit(): AwsError {
	return new AwsError('Too many messages have been received but not deleted. Maximum number of messages in flight is 120000.', {
		code: 'OverLimit',
		type: sqs('OverLimit'),
		status: 403,
	});
}

/** AddPermission on a policy that is full. */
export function overLimitPermissions(statementCount: number): AwsError {
	return new AwsError(`${statementCount} statements were found, maximum allowed is 20.`, {
		code: 'OverLimit',
		type: sqs('OverLimit'),
		status: 403,
	});
}

export function emptyBatchRequest(entryName: string): AwsError {
	return new AwsError(`There should be at least one ${entryName} in the request.`, {
		code: legacyCode('EmptyBatchRequest'),
		type: sqs('EmptyBatchRequest'),
	});
}

export function tooManyEntriesInBatchRequest(entryCount: number): AwsError {
	return new AwsError(`Maximum number of entries per request are 10. You have sent ${entryCount}.`, {
		code: legacyCode('TooManyEntriesInBatchRequest'),
		type: sqs('TooManyEntriesInBatchRequest'),
	});
}

export function invalidBatchEntryId(): AwsError {
	return new AwsError(
		'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
		{code: legacyCode('InvalidBatchEntryId'), type: sqs('InvalidBatchEntryId')},
	);
}

export function batchEntryIdsNotDistinct(id: string): AwsError {
	return new AwsError(`Id ${id} repeated.`, {
		code: legacyCode('BatchEntryIdsNotDistinct'),
		type: sqs('BatchEntryIdsNotDistinct'),
	});
}

export function batchRequestTooLong(byteCount: number): AwsError {
	return new AwsError(`Batch requests cannot be longer than 1048576 bytes. You have sent ${byteCount} bytes.`, {
		code: legacyCode('BatchRequestTooLong'),
		type: sqs('BatchRequestTooLong'),
	});
}

export function unsupportedOperation(message: string): AwsError {
	return new AwsError(message, {code: legacyCode('UnsupportedOperation'), type: sqs('UnsupportedOperation')});
}

export function resourceNotFound(message: string): AwsError {
	return new AwsError(message, {code: 'ResourceNotFoundException', type: sqs('ResourceNotFoundException'), status: 404});
}

/** An action that SQS does not have, or that cannot be asked of a queue's own path. */
export function invalidAction(name: string): AwsError {
	return new AwsError(`The action ${name} is not valid for this endpoint.`, {
		code: 'InvalidAction',
		type: coral('UnknownOperationException'),
	});
}

/** A queue URL without account and name. */
export function invalidAddress(address: string): AwsError {
	return new AwsError(`The address ${address} is not valid for this endpoint.`, {
		code: 'InvalidAddress',
		type: sqs('InvalidAddress'),
		status: 404,
	});
}

/** What only a queue's own account may do. */
export function accessDenied(resource: string): AwsError {
	return new AwsError(`Access to the resource ${resource} is denied.`, {
		code: 'AccessDenied',
		type: coral('AccessDeniedException'),
		status: 403,
	});
}

/** A caller whom the queue's policy keeps out. */
export function notAuthorized(options: {caller: string; action: string; arn: string; verdict: 'denied' | 'notAllowed'}): AwsError {
	const {caller, arn, verdict} = options;
	const action = `sqs:${options.action.toLowerCase()}`;
	const reason =
		verdict === 'denied'
			? 'with an explicit deny in a resource-based policy'
			: `because no resource-based policy allows the ${action} action`;
	return new AwsError(`User: ${caller} is not authorized to perform: ${action} on resource: ${arn} ${reason}`, {
		code: 'AccessDenied',
		type: coral('AccessDeniedException'),
		status: 403,
	});
}

/** A member of the wrong type: in JSON a serialization error, in Query (whose refusals name the parameter) a bad value. */
export function typeError(message: string): AwsError {
	if (message.startsWith('Value (')) return invalidParameterValue(message);
	return new AwsError(message, {code: 'SerializationException', type: coral('SerializationException')});
}

/** How SQS words what a shape finds: the first missing member, else the first bad value. */
export function violationError(violations: readonly Violation[]): AwsError {
	const [first] = violations;
	if (!first) throw new RangeError('No violation to report');
	if (first.kind === 'required') return missingParameter(first.member);
	return invalidValue({value: String(first.value), parameter: first.member, reason: `${first.constraint}.`});
}
