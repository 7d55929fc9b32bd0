using Sluice.Protocol;

namespace Sluice.Server.Api.Calls;

/// <summary>What a call came to, before it becomes an answer.</summary>
/// <param name="Code">The code.</param>
/// <param name="Detail">Has a reason whenever the code is not 1100.</param>
/// <param name="RequestId">Null: a fresh one.</param>
/// <param name="Write">Writes an answer that has more than the envelope, given its requestId and message.</param>
internal readonly record struct Outcome(
    ResponseCode Code, AnswerDetail? Detail = null, string? RequestId = null, Func<string, string, Answer>? Write = null)
{
    public static Outcome Success { get; } = new(ResponseCode.Success);

    public static Outcome Answered(Func<string, string, Answer> write) => new(ResponseCode.Success, Write: write);

    public static Outcome Invalid(string reason) => Refused(ResponseCode.InvalidParameters, reason);

    public static Outcome Refused(ResponseCode code, string reason) => new(code, new AnswerDetail { Reason = reason });
}
