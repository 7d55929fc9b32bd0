namespace Sluice.Protocol;

/// <summary>The <c>message</c> of each code, in both languages (protocol §1).</summary>
public static class ResponseMessages
{
    /// <summary>The message of <paramref name="code"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The code is not one of the protocol's.</exception>
    public static string Of(ResponseCode code, MessageLanguage language)
    {
        var chinese = language == MessageLanguage.Chinese;
        return code switch
        {
            ResponseCode.Success => chinese ? "成功" : "Success",
            ResponseCode.QpsLimitExceeded => chinese ? "QPS超限" : "QPS limit exceeded",
            ResponseCode.InvalidParameters => chinese ? "参数不合法" : "Invalid parameters",
            ResponseCode.ServiceFailure => chinese ? "服务失败" : "Service failure",
            ResponseCode.StreamCountLimitExceeded => chinese ? "流路数超限" : "Stream count limit exceeded",
            ResponseCode.UnauthorizedOperation => chinese ? "无权限操作" : "Unauthorized operation",
            _ => throw new ArgumentOutOfRangeException(nameof(code), code, "not a code of the protocol"),
        };
    }
}
