using Sluice.Native.Ort;

namespace Sluice.Native.Tests.Ort;

/// <summary>
/// Sessions on ONNX Runtime's WebGPU provider that run at once, each on a thread of its own, and are loaded anew in between. Prints how many
/// runs gave what they should.
/// </summary>
/// <param name="sessions">How many at once.</param>
/// <param name="runs">Runs of each.</param>
internal sealed class WebGpuRun(int sessions, int runs)
{
    private const int RunsASession = 20;
    private int _right;

    /// <summary>Exit code: 0 when every run was right.</summary>
    public int Run()
    {
        var threads = Enumerable.Range(0, sessions).Select(number => new Thread(() => Work(number))).ToList();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        Console.WriteLine($"{_right} of {sessions * runs} runs were right");
        return _right == sessions * runs ? 0 : 1;
    }

    private void Work(int number)
    {
        for (var done = 0; done < runs; done += RunsASession)
        {
            using var session = OrtSession.Load(TinyModels.MatMul(), $"matmul{number}", new OrtSessionOptions { Providers = [new("webgpu")] });
            using var binding = new OrtBinding(session);
            using var x = OrtTensor.Allocate<float>(1, 2);
            binding.BindInput("x", x);
            var y = binding.BindOutput("y");
            for (var run = done; run < Math.Min(runs, done + RunsASession); run++)
            {
                (x.As<float>()[0], x.As<float>()[1]) = (run, number);
                binding.Run();
                if (y.As<float>() is [var first, var second] && first == run + (3 * number) && second == (2 * run) + (4 * number)) Interlocked.Increment(ref _right);
            }
        }
    }
}
