using System.Globalization;
using System.Reflection;
using System.Text.Json;
using BenchmarkDotNet.Attributes;

namespace Sluice.Bench;

/// <summary>
/// Measures what each benchmark allocates, and compares it with what is written down: bytes don't depend on the machine, so that CI can hold
/// them where it can't hold times.
/// </summary>
/// <param name="baselines">The JSON file: bytes by benchmark.</param>
internal sealed class AllocationCheck(string baselines)
{
    private const int WarmUp = 200, Rounds = 3, Again = 4;
    
    // What allocates nothing must go on so: not even the smallest object, of 24 bytes. What hands over between threads allocates by turns.
    private const double Share = 1.02, Slack = 64, SlackOfNothing = 20;
    private static readonly TimeSpan Enough = TimeSpan.FromMilliseconds(30);
    private static readonly JsonSerializerOptions Form = new() { WriteIndented = true };

    /// <summary>Measures every benchmark.</summary>
    /// <param name="write">Whether the figures become the new baselines.</param>
    /// <returns>0 where none allocates more than its baseline, 1 otherwise.</returns>
    public async Task<int> RunAsync(bool write)
    {
        var before = File.Exists(baselines) ? JsonSerializer.Deserialize<SortedDictionary<string, double>>(await File.ReadAllTextAsync(baselines))! : [];
        var now = new SortedDictionary<string, double>(StringComparer.Ordinal);
        var failed = 0;
        await foreach (var (name, bytes) in MeasureAsync((name, bytes) => !write && before.TryGetValue(name, out var most) && bytes > Most(most)))
        {
            now[name] = bytes;
            var known = before.TryGetValue(name, out var most);
            var isMore = !write && (!known || bytes > Most(most));
            if (isMore) failed++;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(isMore ? "MORE" : "ok"),-5} {name,-60} {bytes,10:0.0} B{(known ? $", baseline {most.ToString("0.0", CultureInfo.InvariantCulture)}" : ", no baseline")}"));
        }

        if (write) await File.WriteAllTextAsync(baselines, JsonSerializer.Serialize(now, Form) + "\n");
        foreach (var gone in before.Keys.Where(name => !write && !now.ContainsKey(name)))
        {
            failed++;
            Console.WriteLine($"GONE  {gone}: a baseline without its benchmark");
        }

        return failed == 0 ? 0 : 1;
    }

    private static double Most(double baseline) => (baseline * Share) + (baseline < SlackOfNothing ? SlackOfNothing : Slack);

    /// <summary>Measures all of them; again what is too much, since what the runtime allocates beside a slow benchmark comes and goes.</summary>
    private static async IAsyncEnumerable<(string Name, double Bytes)> MeasureAsync(Func<string, double, bool> isMore)
    {
        foreach (var type in typeof(AllocationCheck).Assembly.GetTypes().Where(static type => type.GetCustomAttribute<MemoryDiagnoserAttribute>() != null).OrderBy(static type => type.Name, StringComparer.Ordinal))
        {
            foreach (var values in Values([.. type.GetProperties().Where(static property => property.GetCustomAttribute<ParamsAttribute>() != null)]))
            {
                foreach (var method in type.GetMethods().Where(static method => method.GetCustomAttribute<BenchmarkAttribute>() != null))
                {
                    var bench = Activator.CreateInstance(type)!;
                    foreach (var (property, value) in values) property.SetValue(bench, value);
                    Call<GlobalSetupAttribute>(bench);
                    var name = $"{type.Name}.{method.Name}{(values.Count > 0 ? $"({string.Join(", ", values.Select(static v => Convert.ToString(v.Value, CultureInfo.InvariantCulture)))})" : "")}";
                    var bytes = await BytesOfAsync(bench, method);
                    for (var again = 0; again < Again && isMore(name, bytes); again++) bytes = Math.Min(bytes, await BytesOfAsync(bench, method));
                    yield return (name, Math.Round(bytes, 1));
                    Call<GlobalCleanupAttribute>(bench);
                }
            }
        }
    }

    private static async Task<double> BytesOfAsync(object bench, MethodInfo method)
    {
        var each = method.GetCustomAttribute<BenchmarkAttribute>()!.OperationsPerInvoke;
        var start = method.ReturnType == typeof(Task) ? method.CreateDelegate<Func<Task>>(bench) : null;
        var call = start == null ? CallOf(bench, method) : static () => { };
        var started = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < WarmUp && TimeProvider.System.GetElapsedTime(started) < Enough; i++)
        {
            call();
            if (start != null) await start();
        }

        // What the runtime itself allocates now and then is none of the benchmark's: the least of some rounds is its own.
        var least = double.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var calls = 0;
            var before = GC.GetTotalAllocatedBytes(precise: true);
            started = TimeProvider.System.GetTimestamp();
            do
            {
                call();
                if (start != null) await start();
            }
            while (++calls < 1000 && TimeProvider.System.GetElapsedTime(started) < Enough);
            least = Math.Min(least, (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)calls / each);
        }

        return least;
    }

    // A delegate of the method's own type: through reflection each call would allocate its result.
    private static Action CallOf(object bench, MethodInfo method) => method.ReturnType == typeof(void)
        ? method.CreateDelegate<Action>(bench)
        : (Action)typeof(AllocationCheck).GetMethod(nameof(Dropping), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(method.ReturnType).Invoke(null, [bench, method])!;

    private static Action Dropping<T>(object bench, MethodInfo method)
    {
        var call = method.CreateDelegate<Func<T>>(bench);
        return () => call();
    }

    private static void Call<T>(object bench)
        where T : Attribute
    {
        foreach (var method in bench.GetType().GetMethods().Where(static method => method.GetCustomAttribute<T>() != null)) method.Invoke(bench, null);
    }

    private static IEnumerable<List<(PropertyInfo Property, object? Value)>> Values(List<PropertyInfo> properties)
    {
        IEnumerable<List<(PropertyInfo, object?)>> all = [[]];
        foreach (var property in properties)
            all = all.SelectMany(chosen => property.GetCustomAttribute<ParamsAttribute>()!.Values.Select(value => chosen.Append((property, value)).ToList()));
        return all;
    }
}
