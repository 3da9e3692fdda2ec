namespace Sluice.Native.Ort;

// The plain run: values in, new values out. A loop that runs often uses an OrtBinding.
public sealed unsafe partial class OrtSession
{
    /// <summary>Runs the model once.</summary>
    /// <param name="inputs">A tensor for each input, by name; borrowed.</param>
    /// <param name="outputs">Names of the outputs wanted; null for all.</param>
    /// <param name="options">To end the run from another thread; null for none.</param>
    /// <returns>The outputs asked for, in that order; the caller disposes them.</returns>
    /// <exception cref="ArgumentException">A name, type or shape that the model does not have; says which it has.</exception>
    /// <exception cref="OrtException">The run failed, or <paramref name="options"/> ended it.</exception>
    public OrtOutputs Run(
        IReadOnlyDictionary<string, OrtTensor> inputs,
        IReadOnlyList<string>? outputs = null,
        OrtRunOptions? options = null)
    {
        var given = inputs.Select(pair => (Index: CheckedInput(pair.Key, pair.Value), pair.Value.Value)).ToArray();
        var wanted = outputs?.Select(OutputIndex).ToArray() ?? [.. Enumerable.Range(0, Outputs.Length)];
        var inputNames = stackalloc byte*[given.Length];
        var values = stackalloc nint[given.Length];
        var outputNames = stackalloc byte*[wanted.Length];
        var results = stackalloc nint[wanted.Length];
        for (var i = 0; i < wanted.Length; i++)
        {
            outputNames[i] = _outputNames[wanted[i]].Pointer;
            results[i] = 0;
        }

        using var session = Hold();
        using var turn = OrtTurns.Take(Turn);
        using var run = options == null ? default : options.Hold();
        var held = 0;
        try
        {
            for (; held < given.Length; held++)
            {
                var added = false;
                given[held].Value.DangerousAddRef(ref added);
                inputNames[held] = _inputNames[given[held].Index].Pointer;
                values[held] = given[held].Value.DangerousGetHandle();
            }

            OrtStatus.Check(
                OrtLibrary.Api->Run(
                    session.Pointer, run.Pointer, inputNames, values, (nuint)given.Length,
                    outputNames, (nuint)wanted.Length, results), Name);
            return new(wanted.Select(index => Outputs[index].Name), new ReadOnlySpan<nint>(results, wanted.Length));
        }
        finally
        {
            while (held > 0) given[--held].Value.DangerousRelease();
            GC.KeepAlive(this);
        }
    }

    /// <summary>Where an input stands among <see cref="Inputs"/>.</summary>
    /// <exception cref="ArgumentException">The model has no such input; lists those it has.</exception>
    public int InputIndex(string name) => IndexOf(Inputs.AsSpan(), name, "input");

    /// <summary>Where an output stands among <see cref="Outputs"/>.</summary>
    /// <exception cref="ArgumentException">The model has no such output; lists those it has.</exception>
    public int OutputIndex(string name) => IndexOf(Outputs.AsSpan(), name, "output");

    internal OrtName InputName(int index) => _inputNames[index];

    internal OrtName OutputName(int index) => _outputNames[index];

    internal int CheckedInput(string name, OrtTensor tensor)
    {
        var index = InputIndex(name);
        RequireFit("input", Inputs[index], tensor);
        return index;
    }

    internal void RequireFit(string kind, OrtTensorInfo info, OrtTensor tensor)
    {
        if (!info.Fits(tensor.ElementType, tensor.Shape.AsSpan()))
            throw new ArgumentException(
                $"Model '{Name}', {kind} '{info.Name}': expected {info.Describe()}, given {tensor}.", nameof(tensor));
    }

    private int IndexOf(ReadOnlySpan<OrtTensorInfo> all, string name, string kind)
    {
        for (var i = 0; i < all.Length; i++)
            if (all[i].Name == name) return i;
        throw new ArgumentException(
            $"Model '{Name}' has no {kind} '{name}'; it has "
            + $"{string.Join(", ", all.ToArray().Select(info => $"'{info.Name}'"))}.", nameof(name));
    }
}
