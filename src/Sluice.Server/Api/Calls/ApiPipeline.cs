using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Sluice.Protocol;
using Sluice.Server.Api.Keys;
using Sluice.Server.Api.RateLimit;
using Sluice.Server.Storage;

namespace Sluice.Server.Api.Calls;

/// <summary>The checks that every call goes through, in the order of protocol §1, and its answer.</summary>
internal sealed partial class ApiPipeline(
    IStore store, IRateCounter rate, TimeProvider time, ApiMetrics metrics, ILogger<ApiPipeline> logger)
{
    private readonly LogThrottle _serviceFailures = new(time);

    public async Task HandleAsync(HttpContext context, IApiOperation operation)
    {
        var started = time.GetTimestamp();
        if (context.Request.Headers.ContentEncoding is { Count: > 0 } encoding && encoding.Any(e => !string.IsNullOrEmpty(e) && !e.Equals("identity", StringComparison.OrdinalIgnoreCase)))
        {
            context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return;
        }

        Answer answer;
        try
        {
            answer = await AnswerAsync(context, operation);
        }
        catch (BadHttpRequestException exception)
        {
            // Larger than the hard limit (413), or a broken request: no protocol answer is possible.
            context.Response.StatusCode = exception.StatusCode;
            return;
        }

        var path = ((RouteEndpoint)context.GetEndpoint()!).RoutePattern.RawText!;
        metrics.OnCall(path, answer.Code, time.GetElapsedTime(started));
        var body = JsonSerializer.SerializeToUtf8Bytes(answer, answer.GetType(), ProtocolJson.Wire);
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    private async Task<Answer> AnswerAsync(HttpContext context, IApiOperation operation)
    {
        var buffer = await BodyReader.ReadAsync(context.Request.BodyReader, context.RequestAborted);
        try
        {
            // 1. The body is a JSON object.
            using var document = CallBody.Parse(buffer, out var reason);
            if (document is null)
            {
                return ToAnswer(Outcome.Invalid(reason!), MessageLanguage.English);
            }

            var language = operation.LanguageOf(document.RootElement);
            var (outcome, key) = await CheckAndRunAsync(context, operation, document.RootElement);
            return ToAnswer(outcome, language ?? key?.Tenant.Language ?? MessageLanguage.English);
        }
        finally
        {
            context.Request.BodyReader.AdvanceTo(buffer.End);
        }
    }

    private async Task<(Outcome Outcome, KeyRow? Key)> CheckAndRunAsync(HttpContext context, IApiOperation operation, JsonElement body)
    {
        var parameters = new ParameterReader(body, operation.Parameters);

        // 2. accessKey is there.
        var accessKey = parameters.Required("accessKey", 20);
        if (parameters.Failed)
        {
            return (Outcome.Invalid(parameters.Reason), null);
        }

        KeyRow? key = null;
        // A caller who leaves does not undo what it asked for: a write that is committed is also acted upon.
        using var attempts = new Attempts(time);
        try
        {
            // 3. The key is known and enabled.
            key = await attempts.RunAsync(token => store.FindKeyAsync(accessKey, token).AsTask());
            if (key is null || !key.Enabled || key.ExpiresAt <= time.GetUtcNow())
            {
                return (Outcome.Refused(ResponseCode.UnauthorizedOperation, "accessKey: unknown, disabled or expired"), key);
            }

            // 4. Rate.
            if (!await rate.PassAsync(key.Tenant.Name, key.Tenant.MaxQps, CancellationToken.None))
            {
                return (Outcome.Refused(ResponseCode.QpsLimitExceeded, $"accessKey: at most {key.Tenant.MaxQps} calls a second"), key);
            }

            // 5. Permission.
            if (!key.Permissions.HasFlag(operation.Permission))
            {
                return (Outcome.Refused(ResponseCode.UnauthorizedOperation, "accessKey: has no permission for this operation"), key);
            }

            // 6. The rest is the operation's.
            return (await operation.RunAsync(parameters, key, attempts), key);
        }
        catch (ServiceFailureException exception)
        {
            if (_serviceFailures.TryPass(out var held))
            {
                LogServiceFailure(context.Request.Path, exception.InnerException!, held);
            }

            return (Outcome.Refused(ResponseCode.ServiceFailure, "the store did not answer in time: repeat the call"), key);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or BadHttpRequestException))
        {
            LogFault(context.Request.Path, exception);
            return (Outcome.Refused(ResponseCode.ServiceFailure, "an internal fault: repeat the call"), key);
        }
    }

    private static Answer ToAnswer(Outcome outcome, MessageLanguage language)
    {
        var requestId = outcome.RequestId ?? NewRequestId();
        var message = ResponseMessages.Of(outcome.Code, language);
        return outcome.Write?.Invoke(requestId, message) ?? new Answer
        {
            RequestId = requestId,
            Code = outcome.Code,
            Message = message,
            Detail = outcome.Detail,
        };
    }

    /// <summary>128 random bits.</summary>
    public static string NewRequestId() => RandomNumberGenerator.GetHexString(32, lowercase: true);
}
