using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sluice.Native.Ort;

/// <summary>The one place that turns a status into nothing or an exception, and frees it either way.</summary>
internal static unsafe class OrtStatus
{
    /// <summary>Consumes a status.</summary>
    /// <param name="status">What the call returned; zero is success. Freed here.</param>
    /// <param name="subject">What the call was about, for the message.</param>
    /// <param name="call">Filled in by the compiler; the function's name is cut out of it.</param>
    /// <exception cref="OrtException">The status holds an error.</exception>
    internal static void Check(
        nint status, string? subject = null, [CallerArgumentExpression(nameof(status))] string call = "")
    {
        if (status != 0) throw Take(status, subject, call);
    }

    private static OrtException Take(nint status, string? subject, string call)
    {
        var api = OrtLibrary.Api;
        var code = api->GetErrorCode(status);
        var detail = Marshal.PtrToStringUTF8((nint)api->GetErrorMessage(status)) ?? "";
        api->ReleaseStatus(status);
        return new(code, FunctionName(call), subject, detail);
    }

    // "api->CreateSession(env, path, ...)" names CreateSession.
    internal static string FunctionName(string call)
    {
        var from = call.IndexOf("->", StringComparison.Ordinal);
        var start = from < 0 ? 0 : from + 2;
        var end = call.IndexOf('(', start);
        return end < 0 ? call[start..] : call[start..end];
    }
}
