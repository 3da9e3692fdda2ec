namespace Sluice.Native.FFmpeg;

/// <summary>An FFmpeg call failed in a way its caller does not expect.</summary>
public sealed class AvException : Exception
{
    /// <summary>A failed call.</summary>
    /// <param name="code">FFmpeg's negative result.</param>
    /// <param name="call">The native function.</param>
    /// <param name="source">File or URL, passwords taken out by this constructor; null when there is none.</param>
    public AvException(int code, string call, string? source)
        : this(code, call, source, $"{AvError.Text(code)} ({AvError.Name(code)})")
    {
    }

    internal AvException(int code, string call, string? source, string reason)
        : base(source == null ? $"{call}: {reason}" : $"{call} for '{SourceUrl.Redact(source)}': {reason}")
    {
        Code = code;
        Call = call;
        MediaSource = source == null ? null : SourceUrl.Redact(source);
    }

    /// <summary>FFmpeg's negative result; compare with <see cref="AvError"/>.</summary>
    public int Code { get; }

    /// <summary>The native function that failed.</summary>
    public string Call { get; }

    /// <summary>File or URL without its password.</summary>
    public string? MediaSource { get; }

    /// <summary>The call was ended by its deadline, or by a timeout of the transport.</summary>
    public bool IsTimeout => Code == AvError.TimedOut;

    /// <summary>The call was ended by the deadline its caller set, rather than by the transport.</summary>
    public bool IsDeadline { get; private init; }

    internal static AvException Timeout(string call, string source, TimeSpan limit) =>
        new(AvError.TimedOut, call, source,
            string.Create(System.Globalization.CultureInfo.InvariantCulture,
                $"timeout: no answer within {limit.TotalSeconds:0.###} s ({AvError.Name(AvError.TimedOut)})"))
        {
            IsDeadline = true,
        };
}
