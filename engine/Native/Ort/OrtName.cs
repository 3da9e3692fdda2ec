namespace Sluice.Native.Ort;

/// <summary>
/// A name as text and as C text at a fixed address, so that a run passes it without converting or pinning.
/// The address holds as long as this object is reachable.
/// </summary>
internal sealed unsafe class OrtName
{
    private readonly byte[] _utf8;

    internal OrtName(string text)
    {
        Text = text;
        var utf8 = OrtText.Utf8(text);
        _utf8 = GC.AllocateUninitializedArray<byte>(utf8.Length, pinned: true);
        utf8.CopyTo(_utf8, 0);
    }

    internal string Text { get; }

    internal byte* Pointer => (byte*)System.Runtime.InteropServices.Marshal.UnsafeAddrOfPinnedArrayElement(_utf8, 0);
}
