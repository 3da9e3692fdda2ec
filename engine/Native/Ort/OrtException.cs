namespace Sluice.Native.Ort;

/// <summary>A call into ONNX Runtime failed.</summary>
public sealed class OrtException : Exception
{
    internal OrtException(OrtErrorCode code, string call, string? subject, string detail)
        : base($"ONNX Runtime: {call} failed{(subject == null ? "" : $" for '{subject}'")} with {code}: {detail}")
        => (Code, Call, Subject, Detail) = (code, call, subject, detail);

    /// <summary>What kind of failure.</summary>
    public OrtErrorCode Code { get; }

    /// <summary>The C API function that failed, for example <c>CreateSession</c>.</summary>
    public string Call { get; }

    /// <summary>What the call was about, a model's path or an input's name; null where the call says enough.</summary>
    public string? Subject { get; }

    /// <summary>ONNX Runtime's own message.</summary>
    public string Detail { get; }
}
