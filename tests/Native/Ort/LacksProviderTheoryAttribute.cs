using Sluice.Native.Ort;

namespace Sluice.Native.Tests.Ort;

/// <summary>A theory about what is said where GPU provider libraries are absent; skipped where they are present.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LacksProviderTheoryAttribute : TheoryAttribute
{
    public LacksProviderTheoryAttribute()
    {
        var folder = Path.GetDirectoryName(OrtLibrary.Location);
        if (folder is { Length: > 0 } && Directory.GetFiles(folder, "libonnxruntime_providers_*").Length > 0)
            Skip = $"needs an ONNX Runtime without GPU provider libraries; '{folder}' has some";
    }
}
