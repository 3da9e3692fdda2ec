using Xunit.Abstractions;
using Xunit.Sdk;

namespace Sluice.EndToEnd.Tests.Cameras;

/// <summary>Runs a class's tests by the name of their method: those that share one engine have an order, and its end is last.</summary>
public sealed class ByMethodName : ITestCaseOrderer
{
    public IEnumerable<TTestCase> OrderTestCases<TTestCase>(IEnumerable<TTestCase> testCases)
        where TTestCase : ITestCase
        => testCases.OrderBy(static test => test.TestMethod.Method.Name, StringComparer.Ordinal);
}
