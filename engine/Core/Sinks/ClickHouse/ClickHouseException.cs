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

    /// <summary>Whether it may be the block or the server: a table or column that isn't there, a statement it does not understand, a body
    /// that is too large for a proxy.</summary>
    internal bool IsDoubtful => Code is 8 or 10 or 16 or 36 or 42 or 43 or 44 or 46 or 47 or 48 or 50 or 60 or 62 or 70 or 73 or 81 or 128 or 349 or 386
        || Status == HttpStatusCode.RequestEntityTooLarge;

    /// <summary>Whether the server does not let this user in, or do that.</summary>
    internal bool IsAccess => Code is 192 or 193 or 194 or 497 or 516 || Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden;
}
