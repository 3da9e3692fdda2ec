using System.Runtime.InteropServices;
using System.Text;

namespace Sluice.Native.Ort;

/// <summary>Strings on their way into and out of the C API.</summary>
internal static unsafe class OrtText
{
    /// <summary>UTF-8 with the closing zero that C expects.</summary>
    internal static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text + '\0');

    /// <summary>A native string that ONNX Runtime still owns; null reads as empty.</summary>
    internal static string Read(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? "";

    /// <summary>A native string that came from ONNX Runtime's default allocator; freed here.</summary>
    internal static string Take(byte* text)
    {
        var read = Read(text);
        if (text != null) OrtStatus.Check(OrtLibrary.Api->AllocatorFree(OrtEnvironment.Allocator, text));
        return read;
    }
}
