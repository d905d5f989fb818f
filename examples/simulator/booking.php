<?php

/*
 * Tests EWS code in PHP against the simulator, with PHP alone: php booking.php
 *
 * The simulator runs as a program. It prints a line of JSON with its addresses, and is controlled over HTTP.
 */

declare(strict_types=1);

const MAILBOX = 'dr.meier@example.com';
const FIND = <<<'XML'
<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"
  xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types"
  xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages">
  <s:Header>
    <t:RequestServerVersion Version="Exchange2013_SP1"/>
    <t:ExchangeImpersonation><t:ConnectingSID>
      <t:PrimarySmtpAddress>dr.meier@example.com</t:PrimarySmtpAddress>
    </t:ConnectingSID></t:ExchangeImpersonation>
  </s:Header>
  <s:Body><m:FindItem Traversal="Shallow">
    <m:ItemShape><t:BaseShape>Default</t:BaseShape></m:ItemShape>
    <m:CalendarView StartDate="2027-03-02T00:00:00Z" EndDate="2027-03-03T00:00:00Z"/>
    <m:ParentFolderIds><t:DistinguishedFolderId Id="calendar"/></m:ParentFolderIds>
  </m:FindItem></s:Body>
</s:Envelope>
XML;

/** Sends a request, and returns the status and the body of the answer. */
function send(string $method, string $url, array $headers, ?string $body = null): array
{
    $http = ['method' => $method, 'header' => $headers, 'content' => $body, 'ignore_errors' => true];
    $answer = file_get_contents($url, false, stream_context_create(['http' => $http]));
    preg_match('~^HTTP/\S+ (\d+)~', $http_response_header[0], $status);

    return [(int) $status[1], $answer];
}

function expect(bool $isTrue, string $claim): void
{
    echo $isTrue ? 'ok' : 'NOT OK', " - {$claim}\n";
    if (!$isTrue) {
        exit(1);
    }
}

$command = getenv('EWS_SIMULATOR') ?: 'npx ews-booking simulator';
$program = proc_open([...explode(' ', $command), '--http', '--json'], [1 => ['pipe', 'w']], $pipes);
register_shutdown_function(function () use ($program) {
    proc_terminate($program);
    proc_close($program);
});
$running = json_decode(fgets($pipes[1]), true, flags: JSON_THROW_ON_ERROR);

$control = fn (string $method, string $path, mixed $body = null) => json_decode(send(
    $method,
    $running['control'] . $path,
    ['Content-Type: application/json'],
    $body === null ? null : json_encode($body),
)[1], true);

/* What the code under test does: it reads the calendar. */
$credentials = base64_encode('EXAMPLE\svc-booking:s3cret');
$headers = ['Content-Type: text/xml; charset=utf-8', "Authorization: Basic {$credentials}"];
$read = fn () => send('POST', $running['url'], $headers, FIND);

$control('POST', 'api/mailboxes/' . MAILBOX . '/calendar', [
    'subject' => 'Surgery',
    'start' => '2027-03-02T09:00:00Z',
    'end' => '2027-03-02T10:00:00Z',
]);
[$status, $answer] = $read();
expect($status === 200 && str_contains($answer, '<t:Subject>Surgery</t:Subject>'), 'the appointment is in the calendar');

$control('POST', 'api/faults', ['fault' => 'serverBusy', 'backOffMs' => 2000]);
expect(str_contains($read()[1], 'ErrorServerBusy'), 'a busy server says so');

$requests = $control('GET', 'api/requests')['requests'];
expect(array_column($requests, 'operation') === ['FindItem', 'FindItem'], 'the simulator has seen both requests');
