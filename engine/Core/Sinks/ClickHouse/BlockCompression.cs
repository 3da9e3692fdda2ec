using System.ComponentModel;

namespace Sluice.Core.Sinks.ClickHouse;

/// <summary>How blocks are compressed on their way to the server.</summary>
public enum BlockCompression
{
    /// <summary>Not on this machine, gzip to others.</summary>
    [Description("Not to a server on this machine, gzip to others.")]
    Auto,

    /// <summary>Not at all.</summary>
    [Description("Not at all.")]
    None,

    /// <summary>Gzip at its fastest.</summary>
    [Description("Gzip at its fastest.")]
    Gzip,

    /// <summary>Brotli at its fastest.</summary>
    [Description("Brotli at its fastest.")]
    Brotli,
}
