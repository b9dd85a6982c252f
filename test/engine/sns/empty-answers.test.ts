import {expect, test} from 'vitest';
import {encodeXmlAnswer} from '../../../source/engine/protocol/xml.ts';
import {snsService} from '../../../source/engine/sns/service.ts';

/** Actions whose answer has a result element without anything in it: in the SDKs' model they have an output, and it has no members. Clients in Go refuse an answer that lacks it. */
const withEmptyResult = [
	'CreateSMSSandboxPhoneNumber',
	'DeleteSMSSandboxPhoneNumber',
	'OptInPhoneNumber',
	'SetSMSAttributes',
	'TagResource',
	'UntagResource',
	'VerifySMSSandboxPhoneNumber',
];

/** Actions that have no output in the SDKs' model, and no result element. */
const withoutResult = [
	'AddPermission',
	'DeleteEndpoint',
	'DeletePlatformApplication',
	'DeleteTopic',
	'PutDataProtectionPolicy',
	'RemovePermission',
	'SetEndpointAttributes',
	'SetPlatformApplicationAttributes',
	'SetSubscriptionAttributes',
	'SetTopicAttributes',
	'Unsubscribe',
];

const answers = new Map(
	snsService.actions.map(({name, output}) => [
		name,
		encodeXmlAnswer({action: name, namespace: 'n', shape: output, value: {}, requestId: 'r'}),
	]),
);

test.each(withEmptyResult)('%s answers with an empty result', name => {
	expect(answers.get(name)).toContain(`<${name}Result/>`);
});

test.each(withoutResult)('%s answers without a result', name => {
	expect(answers.get(name)).not.toContain('Result');
});
