namespace Sluice.Native.Ort;

/// <summary>
/// Providers whose sessions must not be used at once, by one process: whoever makes, runs or gives up a session of such a provider has its
/// turn meanwhile. ONNX Runtime's WebGPU provider has one recorder of commands for all of its sessions and guards it only within each; two
/// sessions that run at once end the process by a segmentation fault. https://github.com/microsoft/onnxruntime/issues/32561
/// </summary>
internal static class OrtTurns
{
    private static readonly Lock WebGpu = new();

    /// <summary>What the sessions of these providers share; null for nothing.</summary>
    internal static Lock? Of(IEnumerable<OrtExecutionProvider> providers)
    {
        foreach (var provider in providers)
            if (provider.Key == "WEBGPU") return WebGpu;
        return null;
    }

    /// <summary>Takes the turn until the scope ends, on the same thread; where nothing is shared there is none to take.</summary>
    internal static Lock.Scope Take(Lock? turn) => turn == null ? default : turn.EnterScope();
}
