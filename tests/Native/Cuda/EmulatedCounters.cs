using System.Runtime.InteropServices;

namespace Sluice.Native.Tests.Cuda;

/// <summary>What the driver of <c>driver.c</c> counts.</summary>
internal sealed unsafe class EmulatedCounters(string path)
{
    private readonly nint _library = NativeLibrary.Load(path);

    /// <summary>Objects and blocks made and not freed.</summary>
    public int Live => Of("emulated_live");

    /// <summary>Rights to the primary context.</summary>
    public int Retained => Of("emulated_retained");

    /// <summary>Contexts pushed and not popped by this thread.</summary>
    public int Depth => Of("emulated_depth");

    private int Of(string name) => ((delegate* unmanaged<int>)NativeLibrary.GetExport(_library, name))();
}
