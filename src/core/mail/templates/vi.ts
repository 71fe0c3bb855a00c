import type { ShippedLanguage } from './shipped-mail';

export const VIETNAMESE: ShippedLanguage = {
  greeting: 'Xin chào {{recipientName}},',
  support: 'Bạn cần hỗ trợ? Hãy viết cho chúng tôi theo địa chỉ {{supportAddress}}.',
  mails: {
    'reset-link': {
      subject: 'Đặt mật khẩu mới cho {{brandName}}',
      before: [
        'Có người, mong rằng chính là bạn, đã quên mật khẩu tài khoản {{brandName}} của bạn. Hãy đặt mật khẩu mới tại đây:',
      ],
      button: 'Đặt mật khẩu mới',
      after: [
        'Liên kết chỉ dùng được một lần và có hiệu lực trong {{minutes}} phút.',
        'Bạn không yêu cầu việc này? Bạn không cần làm gì cả, mật khẩu của bạn vẫn giữ nguyên.',
      ],
    },
    'reset-code': {
      subject: 'Mã đặt mật khẩu mới cho {{brandName}}',
      before: [
        'Có người, mong rằng chính là bạn, đã quên mật khẩu tài khoản {{brandName}} của bạn. Hãy dùng mã này để đặt mật khẩu mới:',
      ],
      button: 'Đặt mật khẩu mới',
      after: [
        'Mã chỉ dùng được một lần và có hiệu lực trong {{minutes}} phút. Nếu mở liên kết, bạn không cần nhập mã.',
        'Bạn không yêu cầu việc này? Bạn không cần làm gì cả, mật khẩu của bạn vẫn giữ nguyên.',
      ],
    },
    'verify-email': {
      subject: 'Xác nhận địa chỉ email của bạn tại {{brandName}}',
      before: [
        'Rất vui được đón bạn tại {{brandName}}. Vui lòng xác nhận rằng {{recipientAddress}} là địa chỉ của bạn:',
      ],
      button: 'Xác nhận địa chỉ này',
      after: [
        'Liên kết có hiệu lực trong {{hours}} giờ.',
        'Bạn không có tài khoản với chúng tôi? Hãy bỏ qua thư này, sẽ không có gì xảy ra.',
      ],
    },
    'email-changed': {
      subject: 'Địa chỉ email của bạn tại {{brandName}} đã được thay đổi',
      before: [
        'Từ {{at}}, tài khoản {{brandName}} của bạn dùng một địa chỉ email khác: {{newAddress}}. Đây là thư cuối cùng chúng tôi gửi đến địa chỉ cũ.',
      ],
      after: ['Không phải bạn thay đổi? Hãy liên hệ ngay với chúng tôi để lấy lại tài khoản của bạn.'],
    },
    invitation: {
      subject: 'Bạn được mời tham gia {{brandName}}',
      before: ['Một tài khoản tại {{brandName}} đang chờ bạn. Hãy nhận lời mời và đặt mật khẩu để bắt đầu:'],
      button: 'Nhận lời mời',
      after: [
        'Liên kết chỉ dùng được một lần và có hiệu lực trong {{hours}} giờ. Nếu liên kết đã hết hạn, hãy yêu cầu một lời mời mới.',
        'Bạn không chờ lời mời này? Bạn chỉ cần bỏ qua thư này.',
      ],
    },
    registration: {
      subject: 'Hoàn tất đăng ký tại {{brandName}}',
      before: ['Chào mừng bạn đến với {{brandName}}! Chỉ còn một bước nữa: hãy đặt mật khẩu.'],
      button: 'Đặt mật khẩu',
      after: [
        'Liên kết chỉ dùng được một lần, có hiệu lực trong {{hours}} giờ và đồng thời xác nhận địa chỉ của bạn.',
        'Bạn không đăng ký? Hãy bỏ qua thư này, sẽ không có gì xảy ra.',
      ],
    },
    'already-registered': {
      subject: 'Bạn đã có tài khoản tại {{brandName}}',
      before: [
        'Có người, mong rằng chính là bạn, muốn đăng ký tại {{brandName}} bằng địa chỉ này. Bạn đã có tài khoản rồi, chỉ cần đăng nhập. Nếu không nhớ mật khẩu, hãy đặt mật khẩu mới tại đây:',
      ],
      button: 'Đặt mật khẩu mới',
      after: ['Không phải bạn? Bạn không cần làm gì cả: không ai biết được rằng bạn có tài khoản.'],
    },
    'password-changed': {
      subject: 'Mật khẩu {{brandName}} của bạn đã được thay đổi',
      before: [
        'Mật khẩu tài khoản {{brandName}} của bạn đã được thay đổi lúc {{at}}. Mọi phiên đăng nhập ở nơi khác đã kết thúc.',
        'Chính bạn đã thay đổi? Vậy thì mọi việc đều ổn. Nếu không, hãy đặt mật khẩu mới ngay:',
      ],
      button: 'Không phải tôi',
      after: [],
    },
    'new-device': {
      subject: 'Đăng nhập mới vào tài khoản {{brandName}} của bạn',
      before: [
        'Có người đã đăng nhập vào tài khoản {{brandName}} của bạn trên một thiết bị mà bạn chưa từng dùng với chúng tôi:',
        '{{device}} ({{os}}), từ {{address}}, lúc {{at}}',
        'Chính bạn đã đăng nhập? Vậy thì mọi việc đều ổn. Nếu không, hãy đặt mật khẩu mới ngay, phiên đăng nhập đó cũng sẽ kết thúc:',
      ],
      button: 'Không phải tôi',
      after: [],
    },
    'device-drift': {
      subject: 'Thiết bị của bạn tại {{brandName}} đã thay đổi',
      before: [
        'Một ứng dụng đang đăng nhập vào tài khoản {{brandName}} của bạn cho biết thông tin thiết bị khác với trước đây:',
        '{{before}} → {{after}}, từ {{address}}, lúc {{at}}',
        'Bạn đã đổi thiết bị, đổi hệ điều hành hoặc dùng phiên bản ứng dụng cũ hơn? Vậy thì mọi việc đều ổn. Nếu không, hãy đặt mật khẩu mới ngay, phiên đăng nhập đó cũng sẽ kết thúc:',
      ],
      button: 'Không phải tôi',
      after: [],
    },
    'session-theft': {
      subject: 'Chúng tôi đã kết thúc một phiên của tài khoản {{brandName}}',
      before: [
        'Lúc {{at}}, khóa bí mật của một phiên đăng nhập của bạn tại {{brandName}} đã bị dùng lần thứ hai. Có thể ai đó đã sao chép nó, vì vậy chúng tôi đã kết thúc phiên này để bảo đảm an toàn.',
        'Hãy đăng nhập lại và xem các phiên và thiết bị của bạn:',
      ],
      button: 'Xem tài khoản của tôi',
      after: ['Nếu thấy điều gì không phải của bạn, hãy đặt mật khẩu mới.'],
    },
    'account-locked': {
      subject: 'Tài khoản {{brandName}} của bạn đã bị khóa',
      before: [
        'Quản trị viên đã khóa tài khoản {{brandName}} của bạn lúc {{at}}. Bạn không thể đăng nhập cho đến khi tài khoản được mở khóa.',
      ],
      after: ['Bạn không rõ lý do? Hãy hỏi chúng tôi.'],
    },
    'account-suspended': {
      subject: 'Tài khoản {{brandName}} của bạn đã bị tạm ngưng',
      before: ['Quản trị viên đã tạm ngưng tài khoản {{brandName}} của bạn lúc {{at}}. Dữ liệu của bạn không bị xóa.'],
      after: ['Bạn không rõ lý do? Hãy hỏi chúng tôi.'],
    },
    'sign-in-code': {
      subject: 'Mã đăng nhập {{brandName}} của bạn',
      before: [
        'Đã có rất nhiều lần đăng nhập không thành công vào tài khoản {{brandName}} của bạn. Để chắc chắn đó là bạn, vui lòng nhập mã này:',
      ],
      after: [
        'Mã có hiệu lực trong {{minutes}} phút. Đừng đưa mã cho bất kỳ ai; {{brandName}} không bao giờ hỏi bạn mã này.',
        'Bạn không đang đăng nhập? Vậy là có người biết mật khẩu của bạn: hãy đặt mật khẩu mới.',
      ],
    },
    'channel-test': {
      subject: 'Thư thử từ {{brandName}}',
      before: ['Mọi việc đều ổn: máy chủ thư của {{brandName}} đã chuyển thư này, được gửi lúc {{at}}.'],
      after: [],
    },
  },
};
