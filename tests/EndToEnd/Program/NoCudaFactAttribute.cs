using System.Runtime.InteropServices;

namespace Sluice.EndToEnd.Tests.Program;

/// <summary>A test of what happens on a machine without a CUDA driver; skipped where there is one.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NoCudaFactAttribute : FactAttribute
{
    public NoCudaFactAttribute()
    {
        if (NativeLibrary.TryLoad("libcuda.so.1", out _)) Skip = "needs a machine without a CUDA driver";
    }
}
