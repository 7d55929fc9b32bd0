namespace Sluice.Protocol;

/// <summary>The answer to every call (protocol §1). Calls of protocol §8 answer more beside it.</summary>
public record Answer
{
    /// <summary>
    /// 32 lower-case hex characters, fresh for every call. On an accepted submission it names the stream; on a close it names
    /// the close call.
    /// </summary>
    public required string RequestId { get; init; }

    /// <summary>What became of the call.</summary>
    public required ResponseCode Code { get; init; }

    /// <summary>The code's message in the caller's language.</summary>
    public required string Message { get; init; }

    /// <summary>More about the answer. Always present, with a reason, when the code is not 1100.</summary>
    public AnswerDetail? Detail { get; init; }
}
