using System.ComponentModel;

namespace Sluice.Core.Sinks.ClickHouse;

/// <summary>How blocks are compressed on their way to the server.</summary>
public enum BlockCompression
{
    /// <summary>Not on this machine, Brotli to others: of what a block of columns can be packed with it is the smallest and takes the least time.</summary>
    [Description("Not to a server on this machine, Brotli to others.")]
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
