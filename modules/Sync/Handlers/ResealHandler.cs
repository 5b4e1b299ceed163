using Aurix.Platform.Errors;
using Aurix.Platform.Hosting;
using Aurix.Platform.Sync.Accounts;
using Aurix.Platform.Sync.Rotation;
using MediatR;

namespace Aurix.Platform.Sync.Handlers;

/// <summary>After a rotation, little by little: documents under the present keys. Only while sync is on; nobody else would notice.</summary>
internal sealed class ResealHandler(OldEpochs oldEpochs, AccountStore accounts)
    : IRequestHandler<ResealDocuments, JobOutcome>, IRequestHandler<DescribeReseal, ResealStatus>
{
    public async Task<JobOutcome> Handle(ResealDocuments request, CancellationToken cancellationToken)
    {
        try
        {
            if (accounts.Read() is null || await oldEpochs.ResealSomeAsync(cancellationToken) is not { } resealed)
            {
                return new(true, "nothing to seal anew");
            }

            var status = await oldEpochs.DescribeAsync(cancellationToken);
            return new(true, $"sealed {resealed} anew, {status.Left} documents left to look at");
        }
        catch (AurixException failure)
        {
            return new(false, failure.Message);
        }
    }

    public Task<ResealStatus> Handle(DescribeReseal request, CancellationToken cancellationToken) => oldEpochs.DescribeAsync(cancellationToken);
}
