using Microsoft.ML;
using MLPipeline.Compute;

namespace MLPipeline.Tests.Compute;

public class ParallelRowsTests
{
    [Fact]
    public void Each_row_is_visited_once_and_a_failing_one_is_named()
    {
        var sums = new float[50];
        var failed = new List<int>();
        Run(sums.Length, row => row % 7 == 3, (row, value) => sums[row] += value, (row, _) => failed.Add(row));

        Assert.Equal(Enumerable.Range(0, 50).Select(i => i % 7 == 3 ? 0f : i), sums);
        Assert.Equal(Enumerable.Range(0, 50).Where(i => i % 7 == 3), failed.Order());
    }

    [Fact]
    public void Without_a_handler_the_first_error_ends_it() =>
        Assert.Throws<FormatException>(() => Run(10, row => row == 4, (_, _) => { }, fail: null));

    [Fact]
    public void No_rows_are_no_work() => Run(0, _ => true, (_, _) => Assert.Fail("there is no row"), fail: null);

    private static void Run(int count, Func<int, bool> broken, Action<int, float> visit, Action<int, Exception>? fail)
    {
        var gate = new Lock();
        ParallelRows.Run(
            OnnxContext.Create(1).Transforms.CopyColumns("Copy", "Value").Fit(Source([], broken)),
            count,
            rows => Source(rows, broken),
            ["Copy"],
            (row, values) =>
            {
                var value = values(0)[0];
                lock (gate)
                {
                    visit(row, value);
                }
            },
            fail is null ? null : (row, error) =>
            {
                lock (gate)
                {
                    fail(row, error);
                    return true;
                }
            },
            CancellationToken.None);
    }

    private static VectorView Source(IEnumerable<int> rows, Func<int, bool> broken) => new(
        [("Value", [1])],
        rows,
        (row, _, target) => target[0] = broken(row) ? throw new FormatException() : row);
}
