using System.Net;

namespace Sluice.Core.Sinks.ClickHouse;

/// <summary>A ClickHouse server answered with an error.</summary>
public sealed class ClickHouseException : Exception
{
    /// <summary>Wraps a server's answer.</summary>
    /// <param name="message">The server's text and where it came from, without secrets.</param>
    /// <param name="code">ClickHouse's error code; 0 where it gave none.</param>
    /// <param name="status">The HTTP status.</param>
    public ClickHouseException(string message, int code, HttpStatusCode status)
        : base(message) => (Code, Status) = (code, status);

    /// <summary>ClickHouse's error code, such as 60 for a table that isn't there; 0 where it gave none.</summary>
    public int Code { get; }

    /// <summary>The HTTP status.</summary>
    public HttpStatusCode Status { get; }

    /// <summary>Whether the block itself can never be stored: another try with the same bytes cannot succeed.</summary>
    internal bool IsHopeless => Code is 6 or 26 or 27 or 32 or 33 or 41 or 53 or 69 or 72 or 117 or 131 or 321;
}
