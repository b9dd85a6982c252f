import {parseArn} from '../../shared/arn.ts';
import {AwsError, type ActionContext} from '../action.ts';
import {invalidParameter} from './errors.ts';
import {isEnabled, pushTo} from './platform.ts';
import {publicationBytes, readTexts, type PublicationRequest} from './publication.ts';
import {checkPublishNumber, sendSms} from './sms.ts';
import type {SnsState} from './state.ts';
import {messageBytesDefault} from './topic-attributes.ts';

type Answer = {readonly MessageId: string; readonly SequenceNumber: undefined};

/** A text message may be this long, in characters. */
const smsLengthMax = 1600;

/** A text message without a topic. To an opted-out number it is taken and goes nowhere, as on AWS. */
export function publishToPhone(context: ActionContext<SnsState>, phoneNumber: string, request: PublicationRequest): Answer {
	checkPublishNumber(phoneNumber);
	const texts = readTexts(request);
	const body = texts.byProtocol?.['sms'] ?? texts.default;
	if (body.length > smsLengthMax) throw invalidParameter('Message too long');
	const messageId = context.random.uuid();
	sendSms(context.state, {to: phoneNumber, body, messageId, attributes: request.attributes});
	return {MessageId: messageId, SequenceNumber: undefined};
}

/** `arn:aws:sns:region:account:endpoint/GCM/app/id`; a topic's name has no slash. */
export function isEndpointArn(arn: string): boolean {
	// Few ARNs hold the word at all.
	return arn.includes(':endpoint/') && parseArn(arn)?.resource.startsWith('endpoint/') === true;
}

/** A push message to one device. */
export function publishToEndpoint(context: ActionContext<SnsState>, endpointArn: string, request: PublicationRequest): Answer {
	const {state, random} = context;
	if (publicationBytes(request) > messageBytesDefault) throw invalidParameter('Message too long');
	const texts = readTexts(request);
	const endpoint = state.endpoints.get(endpointArn);
	if (!endpoint) throw invalidParameter('TargetArn Reason: No endpoint found for the target arn specified');
	if (!isEnabled(endpoint.attributes)) throw new AwsError('Endpoint is disabled', {code: 'EndpointDisabled'});
	const application = state.applications.get(endpoint.applicationArn);
	if (application && !isEnabled(application.attributes)) {
		throw new AwsError('Platform application is disabled', {code: 'PlatformApplicationDisabled'});
	}
	const messageId = random.uuid();
	pushTo(state, endpointArn, {messageId, texts, subject: request.subject});
	return {MessageId: messageId, SequenceNumber: undefined};
}
